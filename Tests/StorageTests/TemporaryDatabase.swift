import Foundation
import Model
import Storage

/// A database file of one test's own, removed when the test is over.
final class TemporaryDatabase: Sendable {
    static let items = Migration(
        1,
        "items",
        ["CREATE TABLE items (name TEXT NOT NULL PRIMARY KEY, value TEXT, amount BIGINT NOT NULL CHECK (amount >= 0))"]
    )

    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    var path: String { folder + "/test.db" }

    func open(_ migrations: [Migration] = [items], clock: WallClock = .system) throws -> SQLiteStore {
        try SQLiteStore(path: path, label: "test", migrations: migrations, clock: clock)
    }
}

extension Store {
    func add(_ name: String, value: String? = nil, amount: Int = 0) async throws {
        _ = try await write { try $0.add(name, value: value, amount: amount) }
    }

    func names() async throws -> [String] {
        try await read { try $0.names() }
    }
}

extension SQLiteStore {
    /// An immediate read; in an asynchronous test `read` alone means the other one.
    func look<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try read(body)
    }
}

extension SQLConnection {
    func add(_ name: String, value: String? = nil, amount: Int = 0) throws {
        try execute(
            "INSERT INTO items (name, value, amount) VALUES (?1, ?2, ?3)",
            [.text(name), .text(value), .integer(amount)]
        )
    }

    func names() throws -> [String] {
        try query("SELECT name FROM items ORDER BY name", []) { $0.text(0) }
    }

    func count() throws -> Int {
        try first("SELECT count(*) FROM items", []) { Int($0.integer(0)) } ?? 0
    }
}
