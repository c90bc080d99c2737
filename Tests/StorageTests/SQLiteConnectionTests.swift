import Model
import Storage
import Testing

@Suite struct SQLiteConnectionTests {
    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    // MARK: - Values

    @Test(arguments: [
        "", "plain", "a\u{0}b", "\u{0}", "😀 é ü 漢字", "e\u{301}", "quote ' and \" and ?1", "line\nbreak",
        String(repeating: "long ", count: 50_000),
    ])
    func textComesBackAsItWas(text: String) async throws {
        try await store.add("a", value: text)
        let read = { @Sendable (connection: any SQLConnection) in
            try connection.first("SELECT value, length(CAST(value AS BLOB)) FROM items", []) { row in
                // Swift's == takes differently composed texts for equal; the store must not.
                [Array(row.text(0).utf8), row.withText(0) { Array($0) }, Array(String(row.integer(1)).utf8)]
            }
        }
        let expected = [Array(text.utf8), Array(text.utf8), Array(String(text.utf8.count).utf8)]
        #expect(try store.look(read) == expected)
        #expect(try await store.read(read) == expected)
        #expect(try await store.write(read) == expected)
    }

    @Test func nullHasNoText() async throws {
        try await store.add("a", value: nil)
        let found = try store.look { connection in
            try connection.first("SELECT value, '' FROM items", []) { row in
                [row.isNull(0), row.withText(0) { $0.isEmpty }, row.isNull(1), row.withText(1) { $0.isEmpty }]
            }
        }
        #expect(found == [true, true, false, true])
    }

    @Test func textIsComparedByteForByte() async throws {
        try await store.add("é")
        try await store.add("e\u{301}")
        try await store.add("E")
        #expect(try await store.names().count == 3)
    }

    @Test func everyKindOfValueComesBack() throws {
        let found = try store.look { connection in
            try connection.first(
                "SELECT ?1, ?2, ?3, ?4, ?5",
                [.integer(Int64.min), .real(0.1), .text("t"), .null, .integer(Int64.max)]
            ) { row in
                (row.integer(0), row.real(1), row.text(2), (0..<5).map { row.isNull($0) }, row.integer(4))
            }
        }
        #expect(found?.0 == .min)
        #expect(found?.1 == 0.1)
        #expect(found?.2 == "t")
        #expect(found?.3 == [false, false, false, true, false])
        #expect(found?.4 == .max)
    }

    // MARK: - Parameters

    @Test func parameterUsedTwiceIsGivenOnce() async throws {
        try await store.add("a", value: "x")
        try await store.add("b", value: "b")
        let sql = "SELECT name FROM items WHERE (?1 IS NULL OR name = ?1) AND amount = ?2 ORDER BY name"
        let found = try store.look { connection in
            try [SQLValue.text("b"), .null, .text("c")].map { try connection.query(sql, [$0, 0]) { $0.text(0) } }
        }
        #expect(found == [["b"], ["a", "b"], []])
    }

    @Test func parametersKeepTheirNumbersInAnyOrder() throws {
        let found = try store.look { try $0.first("SELECT ?2, ?1", ["one", "two"]) { [$0.text(0), $0.text(1)] } }
        #expect(found == ["two", "one"])
    }

    @Test(arguments: [[], ["one"], ["one", "two", "three"]] as [[SQLValue]])
    func wrongNumberOfParametersIsRefused(parameters: [SQLValue]) throws {
        try store.look { connection in
            // Leaves values in the statement, which the next use must not take for its own.
            _ = try connection.first("SELECT ?1, ?2", ["old", "old"]) { $0.text(0) }
            #expect(throws: StorageError.self) { try connection.first("SELECT ?1, ?2", parameters) { $0.text(0) } }
            #expect(try connection.first("SELECT ?1, ?2", ["a", "b"]) { $0.text(1) } == "b")
        }
    }

    // MARK: - Statements

    @Test func firstGivesTheFirstRowOrNil() async throws {
        try await store.add("a")
        try await store.add("b")
        let found = try store.look { connection in
            try ["a", "b", "c"].map { name in
                try connection.first("SELECT name FROM items WHERE name >= ?1 ORDER BY name", [.text(name)]) {
                    $0.text(0)
                }
            }
        }
        #expect(found == ["a", "b", nil])
    }

    @Test func executeTellsHowManyRowsChanged() async throws {
        for name in ["a", "b", "c"] { try await store.add(name) }
        let counts = try await store.write { connection in
            [
                try connection.execute("UPDATE items SET amount = 1 WHERE name < 'c'", []),
                try connection.execute("UPDATE items SET amount = 2 WHERE name = 'z'", []),
                try connection.execute(
                    "INSERT INTO items (name, amount) VALUES ('a', 5) ON CONFLICT (name) DO NOTHING",
                    []
                ),
                try connection.execute(
                    """
                    INSERT INTO items (name, amount) VALUES ('a', 5)
                    ON CONFLICT (name) DO UPDATE SET amount = excluded.amount WHERE items.amount = 9
                    """,
                    []
                ),
                try connection.execute("DELETE FROM items", []),
            ]
        }
        #expect(counts == [2, 0, 0, 0, 3])
    }

    @Test func queryWithinAQueryMayRunAnotherStatement() async throws {
        for name in ["a", "b"] { try await store.add(name) }
        let found = try store.look { connection in
            try connection.query("SELECT name FROM items ORDER BY name", []) { row in
                let name = row.text(0)
                return try connection.first("SELECT count(*) FROM items WHERE name <= ?1", [.text(name)]) {
                    "\(name)\($0.integer(0))"
                }
            }
        }
        #expect(found == ["a1", "b2"])
    }

    // MARK: - Errors

    @Test(arguments: [
        "INSERT INTO items (name, amount) VALUES ('taken', 1)",
        "INSERT INTO items (name, amount) VALUES ('negative', -1)",
        "INSERT INTO items (name, amount) VALUES ('missing', NULL)",
        "UPDATE items SET name = NULL",
    ])
    func brokenConstraintSaysSo(sql: String) async throws {
        try await store.add("taken")
        let error = await #expect(throws: StorageError.self) { try await store.write { try $0.execute(sql, []) } }
        guard case .constraint(let message) = error else {
            Issue.record("not a constraint: \(String(describing: error))")
            return
        }
        #expect(message.contains("items") || message.contains("CHECK"))
        #expect(try await store.names() == ["taken"])
    }

    @Test func missingForeignKeySaysSo() async throws {
        let other = try TemporaryDatabase()
        let family = Migration(
            1,
            "family",
            [
                "CREATE TABLE parents (id TEXT NOT NULL PRIMARY KEY)",
                "CREATE TABLE children (parent TEXT NOT NULL REFERENCES parents (id))",
            ]
        )
        let store = try other.open([family])
        await #expect(throws: StorageError.constraint("FOREIGN KEY constraint failed")) {
            try await store.write { try $0.execute("INSERT INTO children (parent) VALUES ('x')", []) }
        }
    }

    @Test(arguments: ["SELECT FROM", "SELECT * FROM nowhere", "SELECT gone FROM items", ""])
    func statementThatCannotBePreparedIsAnEngineError(sql: String) async throws {
        let read = { @Sendable (connection: any SQLConnection) in try connection.query(sql, []) { $0.text(0) } }
        for _ in 0..<2 {
            let errors = [
                #expect(throws: StorageError.self) { try store.look(read) },
                await #expect(throws: StorageError.self) { try await store.read(read) },
                await #expect(throws: StorageError.self) { try await store.write(read) },
            ]
            for error in errors {
                guard case .engine = error else {
                    Issue.record("another error: \(String(describing: error))")
                    return
                }
            }
        }
    }
}
