import Directory
import Foundation
import Model
import Storage
import Testing

@Suite struct DirectoryMigrationTests {
    private static let all = Directory.migrations

    private func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("directory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path + "/directory.db")
    }

    /// Every table and index as it was made, with what is unique and what refers to what.
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

    @Test(arguments: 0..<Directory.migrations.count)
    func earlierSchemaBecomesThePresentOne(count: Int) async throws {
        try await withPath { path in
            let earlier = try SQLiteStore(path: path, label: "test", migrations: Array(Self.all.prefix(count)))
            let present = try SQLiteStore(path: path, label: "test", migrations: Self.all)
            try await withPath { path in
                let fresh = try SQLiteStore(path: path, label: "test", migrations: Self.all)
                #expect(try await schema(present) == schema(fresh))
            }
            try await Directory(store: present).check()
            withExtendedLifetime(earlier) {}
        }
    }

    @Test func organizationsOfTheFirstSchemaAllowAnyOrigin() async throws {
        try await withPath { path in
            let earlier = try SQLiteStore(path: path, label: "test", migrations: Array(Self.all.prefix(1)))
            let id = OrganizationID(high: 1, low: 2)
            try await earlier.write { connection in
                _ = try connection.execute(
                    "INSERT INTO organizations (id, name, is_guest, created_at) VALUES (?1, 'Old school', 0, 7)",
                    [.id(id)]
                )
            }
            let directory = Directory(store: try SQLiteStore(path: path, label: "test", migrations: Self.all))
            let found = try await directory.organizations.find(id)
            #expect(found.name == "Old school")
            #expect(found.allowedOrigins == .any)
            withExtendedLifetime(earlier) {}
        }
    }

    @Test func platformsOfTheSecondSchemaGoOnNamingTheirUsers() async throws {
        try await withPath { path in
            let earlier = try SQLiteStore(path: path, label: "test", migrations: Array(Self.all.prefix(2)))
            let organization = OrganizationID(high: 1, low: 2)
            let learner = LearnerID(high: 3, low: 4)
            try await earlier.write { connection in
                try connection.execute(
                    "INSERT INTO organizations (id, name, is_guest, created_at) VALUES (?1, 'Old school', 0, 7)",
                    [.id(organization)]
                )
                try connection.execute(
                    "INSERT INTO platforms (id, organization_id, created_at) VALUES ('p', ?1, 7)",
                    [.id(organization)]
                )
                try connection.execute(
                    """
                    INSERT INTO learners (id, organization_id, platform_id, external_id, created_at)
                    VALUES (?2, ?1, 'p', 'u', 7)
                    """,
                    [.id(organization), .id(learner)]
                )
            }
            let directory = Directory(store: try SQLiteStore(path: path, label: "test", migrations: Self.all))
            let person = try await directory.identities.person(
                .lti(platform: "p", user: "u", context: "c"),
                organization: organization
            )
            #expect(person.learner == learner)
            // Nobody registered it: it cannot launch.
            #expect(try await directory.platforms.platform("p") == nil)
            #expect(try await directory.platforms.list(organization: organization).isEmpty)
            withExtendedLifetime(earlier) {}
        }
    }
}
