import Storage
import Testing

/// One column of one row, on the caller's thread.
@Suite struct ColumnReadTests {
    private static let name = ColumnName("name", of: "items")
    private static let value = ColumnName("value", of: "items")

    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    private func text(_ column: ColumnName, _ row: Int64) throws -> String? {
        try store.withText(column, row: row) { String(decoding: $0, as: UTF8.self) }
    }

    @Test func textsOfManyRowsAreRead() async throws {
        let long = { (number: Int) in String(repeating: "é", count: number * 500) }
        for number in 1...20 { try await store.add("row \(number)", value: long(number)) }
        for number in (1...20).reversed() {
            #expect(try text(Self.value, Int64(number)) == long(number))
            #expect(try text(Self.name, Int64(number)) == "row \(number)")
        }
    }

    @Test func whatIsNotThereIsNilAndSpoilsNothing() async throws {
        try await store.add("ada", value: "1")
        try await store.add("bob")
        try await store.add("eve", value: "")
        for _ in 0..<3 {
            #expect(try text(Self.value, 1) == "1")
            #expect(try text(Self.value, 2) == nil)
            #expect(try text(Self.value, 99) == nil)
            #expect(try text(Self.value, -1) == nil)
            #expect(try text(Self.value, 3)?.isEmpty == true)
        }
    }

    @Test func eachAcknowledgedWriteIsSeenAtOnce() async throws {
        let other = try database.open()
        try await store.add("ada", value: "0")
        for number in 1...50 {
            let writer = number.isMultiple(of: 2) ? store : other
            _ = try await writer.write { connection in
                try connection.execute("UPDATE items SET value = ?1", [.text("\(number)")])
            }
            #expect(try text(Self.value, 1) == "\(number)")
        }
    }

    @Test func columnThatIsNotThereIsNil() throws {
        #expect(try text(ColumnName("nothing", of: "items"), 1) == nil)
        #expect(try text(ColumnName("value", of: "nothing"), 1) == nil)
    }
}
