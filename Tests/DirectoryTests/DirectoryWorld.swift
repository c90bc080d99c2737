import Credentials
import Directory
import Foundation
import Model
import Storage

/// A directory in a database file of one test's own, removed when the test is over.
final class DirectoryWorld: Sendable {
    static let pepper = secret(from: 0x00)

    let clock = SteppableClock()
    let store: SQLiteStore
    let directory: Directory
    let folder: String
    /// One pepper, of version 1.
    let keys = DirectoryWorld.keys(peppers: [1: DirectoryWorld.pepper])

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("directory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        store = try Self.open(url.path)
        directory = Directory(store: store, clock: clock.wall)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func open(_ folder: String) throws -> SQLiteStore {
        try SQLiteStore(path: folder + "/directory.db", label: "directory", migrations: Directory.migrations)
    }

    /// Another process's view of the same database.
    func secondDirectory() throws -> Directory {
        Directory(store: try Self.open(folder), clock: clock.wall)
    }

    func organization(_ name: String = "Acme") async throws -> OrganizationID {
        try await directory.organizations.create(name: name, actor: "cli").id
    }

    func token(
        _ draft: APITokenDraft = APITokenDraft(name: "site"),
        of organization: OrganizationID
    ) async throws -> (record: APITokenRecord, token: APIToken) {
        try await directory.tokens.create(draft, organization: organization, actor: "cli", keys: keys)
    }

    /// The token as it is stored now.
    func stored(_ record: APITokenRecord) async throws -> APITokenRecord {
        try await directory.tokens.find(idOrPublicKey: record.publicKey.description)
    }

    /// Imports a lesson of one step.
    func lesson(
        _ title: String = "T",
        tags: [String] = [],
        to lesson: LessonID? = nil,
        of organization: OrganizationID,
        publish: Bool = true
    ) async throws -> ImportedLesson {
        let tags = tags.map { "\"\($0)\"" }.joined(separator: ",")
        let text = LessonFileFixture.file(lesson: #""title":"\#(title)","tags":[\#(tags)]"#)
        return try await directory.lessons.importFile(
            Array(text.utf8),
            organization: organization,
            lesson: lesson,
            publish: publish,
            actor: "cli"
        )
    }

    /// An organization's audit trail, oldest first.
    func audit(_ organization: OrganizationID) async throws -> [AuditEntry] {
        try await directory.audit.latest(of: organization, limit: 1_000).reversed()
    }

    func count(_ table: String) async throws -> Int {
        try await store.read { try $0.first("SELECT count(*) FROM \(table)", []) { Int($0.integer(0)) } } ?? 0
    }

    static func secret(from first: UInt8) -> SecretBytes {
        SecretBytes((first..<first + 32).map { $0 })
    }

    static func keys(peppers: [Int: SecretBytes]) -> LiveKeyRing {
        LiveKeyRing(fixed: KeyRing(peppers: peppers, embed: [1: secret(from: 0x20)], internal: [1: secret(from: 0x40)]))
    }
}
