import Model
import Storage
import Testing

@Suite struct MigrationTests {
    private static let all = [
        Migration(1, "notes", ["CREATE TABLE notes (id {{sequence}}, text TEXT NOT NULL)"]),
        Migration(
            2,
            "authors",
            [
                "ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'",
                "CREATE INDEX notes_by_author ON notes (author)",
            ]
        ),
        Migration(3, "shout", ["UPDATE notes SET text = upper(text)"]),
    ]

    private let database: TemporaryDatabase
    private let clock = WallClock { Timestamp(seconds: 1_700_000_000) }

    init() throws {
        database = try TemporaryDatabase()
    }

    private func open(_ count: Int) throws -> SQLiteStore {
        try database.open(Array(Self.all.prefix(count)), clock: clock)
    }

    private func applied(_ store: SQLiteStore) async throws -> [String] {
        try await store.read { connection in
            try connection.query("SELECT number, title, applied_at FROM schema_migrations ORDER BY number", []) {
                "\($0.integer(0)) \($0.text(1)) \($0.time(2))"
            }
        }
    }

    private static let lines = ["notes", "authors", "shout"].enumerated().map { index, title in
        "\(index + 1) \(title) 2023-11-14T22:13:20Z"
    }

    @Test(arguments: 0...3)
    func freshDatabaseTakesAllOfThem(count: Int) async throws {
        #expect(try await applied(try open(count)) == Array(Self.lines.prefix(count)))
    }

    @Test(arguments: 1..<3)
    func databaseOfAnEarlierReleaseTakesTheRest(count: Int) async throws {
        let old = try open(count)
        _ = try await old.write { try $0.execute("INSERT INTO notes (text) VALUES ('kept')", []) }
        let new = try open(3)
        #expect(try await applied(new) == Self.lines)
        let notes = try await new.read { connection in
            try connection.query("SELECT id, text, author FROM notes", []) {
                "\($0.integer(0)) \($0.text(1)) \($0.text(2))"
            }
        }
        #expect(notes == ["1 KEPT nobody"])
        withExtendedLifetime(old) {}
    }

    @Test func openingAgainChangesNothing() async throws {
        let first = try open(3)
        _ = try await first.write { try $0.execute("INSERT INTO notes (text) VALUES ('quiet')", []) }
        let second = try open(3)
        #expect(try await applied(second) == Self.lines)
        #expect(try await second.read { try $0.first("SELECT text FROM notes", []) { $0.text(0) } } == "quiet")
        withExtendedLifetime(first) {}
    }

    @Test func databaseOfAnotherHistoryIsRefused() async throws {
        let store = try open(2)
        _ = try await store.write {
            try $0.execute("UPDATE schema_migrations SET title = 'something else' WHERE number = 2", [])
        }
        let error = #expect(throws: LecternError.self) { try open(3) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("something else") == true)
        withExtendedLifetime(store) {}
    }

    @Test(arguments: 0..<3)
    func databaseOfANewerReleaseIsRefused(count: Int) async throws {
        let new = try open(3)
        let error = #expect(throws: LecternError.self) { try open(count) }
        #expect(error?.code == .configuration)
        #expect(error?.message == "The database is at schema 3 and this release knows \(count): run the newer release")
        #expect(try await applied(new) == Self.lines)
    }

    @Test func migrationThatFailsLeavesTheDatabaseAsItWas() async throws {
        let old = try open(1)
        let broken = Migration(
            2,
            "broken",
            ["CREATE TABLE extra (id {{sequence}})", "CREATE TABLE notes (id INTEGER)"]
        )
        let error = #expect(throws: LecternError.self) { try database.open([Self.all[0], broken], clock: clock) }
        #expect(error?.code == .configuration)
        #expect(error?.underlying is StorageError)
        #expect(try await applied(old) == Array(Self.lines.prefix(1)))
        await #expect(throws: StorageError.self) { try await old.read { try $0.names() } }
        let tables = try await old.read { connection in
            try connection.query("SELECT name FROM sqlite_master WHERE name = 'extra'", []) { $0.text(0) }
        }
        #expect(tables == [])
    }

    @Test func sequenceCountsUpAndNeverGivesANumberTwice() async throws {
        let store = try open(3)
        let last = try await store.write { connection in
            for text in ["a", "b", "c"] {
                try connection.execute("INSERT INTO notes (text) VALUES (?1)", [.text(text)])
            }
            try connection.execute("DELETE FROM notes", [])
            try connection.execute("INSERT INTO notes (text) VALUES ('d')", [])
            return try connection.first("SELECT id FROM notes", []) { $0.integer(0) }
        }
        #expect(last == 4)
    }

    @Test func twoStoresThatOpenAtOnceMigrateOnce() async throws {
        let stores = try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
            for _ in 0..<4 { group.addTask { try open(3) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for store in stores { #expect(try await applied(store) == Self.lines) }
    }
}
