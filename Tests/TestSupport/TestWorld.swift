package import Credentials
package import Directory
import Foundation
package import Model
package import ProgressCore
import Storage
import Synchronization

/// An installation in a temporary folder: both databases, keys, a clock that stands still, an organization with a token
/// for everything, and a published lesson.
package final class TestWorld: Sendable {
    /// A token with its text, which nothing else knows.
    package struct IssuedToken: Sendable {
        package let record: APITokenRecord
        package let text: String
    }

    package let clock = SteppableClock()
    package let folder: String
    package let keys: LiveKeyRing
    package let directory: Directory
    package let core: ProgressCore
    package let organization: OrganizationID
    package let token: IssuedToken
    package let lesson: TestLesson

    // A closed database gives up the locks that this process holds on the same file, so none is closed before the end.
    private let others = Mutex<[SQLiteStore]>([])

    /// Makes a world, whose keys are ``TestKeys`` or lie in a folder, where they can be rotated.
    package init(keysInFolder: Bool = false) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        if keysInFolder {
            let keyFolder = KeyFolder(path: url.path + "/keys")
            _ = try keyFolder.initialize()
            keys = try LiveKeyRing(folder: keyFolder, clock: clock.wall)
        } else {
            keys = LiveKeyRing(fixed: TestKeys.ring)
        }
        let wall = clock.wall
        directory = Directory(
            store: try SQLiteStore(
                path: url.path + "/directory.sqlite",
                label: "directory",
                migrations: Directory.migrations,
                clock: wall
            ),
            clock: wall
        )
        core = ProgressCore(
            store: try SQLiteStore(
                path: url.path + "/progress.sqlite",
                label: "progress",
                migrations: ProgressCore.migrations,
                clock: wall
            ),
            clock: wall
        )
        organization = try await directory.organizations.create(name: "Harbour School", actor: "test").id
        token = try await Self.issue(
            APITokenDraft(name: "Site"),
            organization: organization,
            directory: directory,
            keys: keys
        )
        lesson = try await Self.importLesson(
            "Fractions",
            tags: ["math", "grade-5"],
            publish: true,
            organization: organization,
            directory: directory
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Other processes

    /// The directory as another process has it: an own connection to the same file.
    package func directoryOfAnotherProcess() throws -> Directory {
        let store = try SQLiteStore(
            path: folder + "/directory.sqlite",
            label: "directory",
            migrations: Directory.migrations,
            clock: clock.wall
        )
        others.withLock { $0.append(store) }
        return Directory(store: store, clock: clock.wall)
    }

    /// The core as another process has it.
    package func coreOfAnotherProcess() throws -> ProgressCore {
        let store = try SQLiteStore(
            path: folder + "/progress.sqlite",
            label: "progress",
            migrations: ProgressCore.migrations,
            clock: clock.wall
        )
        others.withLock { $0.append(store) }
        return ProgressCore(store: store, clock: clock.wall)
    }

    /// Takes a table away from under the running process, so that whatever needs it fails.
    package func hideTable(_ table: String, of database: String) async throws {
        let store = try SQLiteStore(
            path: "\(folder)/\(database).sqlite",
            label: database,
            migrations: database == "progress" ? ProgressCore.migrations : Directory.migrations,
            clock: clock.wall
        )
        others.withLock { $0.append(store) }
        try await store.write { _ = try $0.execute("ALTER TABLE \(table) RENAME TO hidden_\(table)", []) }
    }

    /// Changes the directory's tables in a way that no part of Lectern does.
    package func changeDirectory(_ statement: String) async throws {
        let store = try SQLiteStore(
            path: folder + "/directory.sqlite",
            label: "directory",
            migrations: Directory.migrations,
            clock: clock.wall
        )
        others.withLock { $0.append(store) }
        try await store.write { _ = try $0.execute(statement, []) }
    }

    /// Adds a version of a key and tells this process; only with keys in a folder.
    package func rotateKey(_ purpose: KeyPurpose) throws {
        _ = try KeyFolder(path: folder + "/keys").rotate(purpose)
        try keys.reload()
    }

    /// Deletes a version of a key and tells this process.
    package func retireKey(_ purpose: KeyPurpose, version: Int) throws {
        try KeyFolder(path: folder + "/keys").retire(purpose, version: version)
        try keys.reload()
    }

    // MARK: Tenants

    package func makeOrganization(_ name: String = "Hill College") async throws -> OrganizationID {
        try await directory.organizations.create(name: name, actor: "test").id
    }

    /// Issues a token; of the world's organization unless another is named.
    package func issueToken(
        _ draft: APITokenDraft = APITokenDraft(name: "Other"),
        organization: OrganizationID? = nil
    ) async throws -> IssuedToken {
        try await Self.issue(
            draft,
            organization: organization ?? self.organization,
            directory: directory,
            keys: keys
        )
    }

    private static func issue(
        _ draft: APITokenDraft,
        organization: OrganizationID,
        directory: Directory,
        keys: LiveKeyRing
    ) async throws -> IssuedToken {
        let issued = try await directory.tokens.create(draft, organization: organization, actor: "test", keys: keys)
        return IssuedToken(record: issued.record, text: issued.token.exposedText)
    }

    /// Imports a lesson; of the world's organization unless another is named.
    package func makeLesson(
        _ title: String = "Decimals",
        tags: [String] = [],
        publish: Bool = true,
        organization: OrganizationID? = nil
    ) async throws -> TestLesson {
        try await Self.importLesson(
            title,
            tags: tags,
            publish: publish,
            organization: organization ?? self.organization,
            directory: directory
        )
    }

    private static func importLesson(
        _ title: String,
        tags: [String],
        publish: Bool,
        organization: OrganizationID,
        directory: Directory
    ) async throws -> TestLesson {
        let steps = (0..<4).map { _ in ExternalID.random() }
        let imported = try await directory.lessons.importFile(
            Array(TestLesson.file(title: title, steps: steps, tags: tags).utf8),
            organization: organization,
            publish: publish,
            actor: "test"
        )
        return TestLesson(id: imported.lesson, version: imported.version, title: title, steps: steps)
    }
}
