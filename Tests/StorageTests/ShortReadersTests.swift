import Storage
import Testing

/// The connections for short reads keep their statements; none may be taken for another.
@Suite struct ShortReadersTests {
    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    private func integer(_ sql: String, _ parameters: [SQLValue] = []) throws -> Int64? {
        try store.read { try $0.first(sql, parameters) { $0.integer(0) } }
    }

    @Test(arguments: ["SELECT ", "SELECT /* long enough for storage of its own */ "])
    func statementsOfEqualLengthAreToldApart(prefix: String) throws {
        for _ in 0..<3 {
            for number in 100..<200 { #expect(try integer("\(prefix)\(number)") == Int64(number)) }
        }
    }

    @Test func textsThatAreGoneAreNotTakenForNewOnes() throws {
        // Each text lives for one read, so that the next is likely to lie where it lay.
        for number in 1_000..<3_000 {
            let sql = String(repeating: " ", count: 20) + "SELECT \(number)"
            try #require(try integer(sql) == Int64(number))
        }
    }

    @Test func textThatGrewIsAnotherStatement() throws {
        var sql = "SELECT 1 /* some storage of its own */"
        sql.reserveCapacity(200)
        for number in 2...20 {
            #expect(try integer(sql) == Int64(number - 1))
            sql += " + 1"
            #expect(try integer(sql) == Int64(number))
        }
    }

    @Test func oneStatementServesManyParameters() throws {
        for number in 0..<50 {
            #expect(try integer("SELECT ?1 + ?1 + ?2", [.integer(number), 1]) == Int64(2 * number + 1))
        }
    }

    @Test func statementFollowsTheSchema() async throws {
        let count = "SELECT count(*) FROM items"
        #expect(try integer(count) == 0)
        _ = try await store.write { connection in
            try connection.execute("ALTER TABLE items ADD COLUMN extra TEXT", [])
            try connection.add("a")
        }
        #expect(try integer(count) == 1)
        #expect(try integer("SELECT count(*) FROM items WHERE extra IS NULL") == 1)
    }
}
