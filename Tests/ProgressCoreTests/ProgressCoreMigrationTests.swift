import Foundation
import Model
import ProgressCore
import Storage
import Testing

@Suite struct ProgressCoreMigrationTests {
    private static let all = ProgressCore.migrations

    private func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("core-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path + "/progress.db")
    }

    private func schema(_ store: SQLiteStore) async throws -> [String] {
        try await store.read { connection in
            try connection.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", []) {
                $0.text(0)
            }
        }
    }

    @Test func numbersCountUpFromOne() {
        #expect(Self.all.map(\.number) == Array(1...Self.all.count))
        #expect(Set(Self.all.map(\.title)).count == Self.all.count)
    }

    @Test(arguments: 0..<ProgressCore.migrations.count)
    func earlierSchemaBecomesThePresentOne(count: Int) async throws {
        try await withPath { path in
            let earlier = try SQLiteStore(path: path, label: "test", migrations: Array(Self.all.prefix(count)))
            let present = try SQLiteStore(path: path, label: "test", migrations: Self.all)
            try await withPath { path in
                let fresh = try SQLiteStore(path: path, label: "test", migrations: Self.all)
                #expect(try await schema(present) == schema(fresh))
            }
            try await ProgressCore(store: present).check()
            withExtendedLifetime(earlier) {}
        }
    }

    @Test func coreNeedsItsSchema() async throws {
        try await withPath { path in
            let empty = try SQLiteStore(path: path, label: "test", migrations: [])
            await #expect(throws: StorageError.self) { try await ProgressCore(store: empty).check() }
        }
    }
}
