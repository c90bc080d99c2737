import Model
import Storage
import Testing

@Suite struct SQLRowTests {
    private struct Row: SQLRow {
        let values: [SQLValue]

        func isNull(_ column: Int) -> Bool { values[column] == .null }

        func text(_ column: Int) -> String {
            if case .text(let value) = values[column] { value } else { "" }
        }

        func withText<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
            var text = text(column)
            return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        }

        func integer(_ column: Int) -> Int64 {
            if case .integer(let value) = values[column] { value } else { 0 }
        }

        func real(_ column: Int) -> Double {
            if case .real(let value) = values[column] { value } else { 0 }
        }
    }

    private static let id = LessonID(high: 1, low: 2)

    @Test func nullReadsAsNil() throws {
        let row = Row(values: [.null])
        #expect(row.optionalText(0) == nil)
        #expect(row.optionalInteger(0) == nil)
        #expect(row.optionalReal(0) == nil)
        #expect(row.optionalTime(0) == nil)
        #expect(row.optionalJSON(0) == nil)
        let id: LessonID? = try row.optionalID(0)
        #expect(id == nil)
    }

    @Test func valuesReadAsWhatTheyWere() throws {
        let time = Timestamp(microseconds: 1_700_000_000_123_456)
        let row = Row(values: [.text("t"), .integer(7), .real(0.5), .time(time), .json(JSONText(trusted: "{}"))])
        #expect(row.optionalText(0) == "t")
        #expect(row.optionalInteger(1) == 7)
        #expect(row.optionalReal(2) == 0.5)
        #expect(row.time(3) == time)
        #expect(row.optionalTime(3) == time)
        #expect(row.optionalJSON(4)?.text == "{}")
    }

    @Test func identifierReadsFromItsText() throws {
        let row = Row(values: [.text(Self.id.description), ""])
        let id: LessonID = try row.id(0)
        let optional: LessonID? = try row.optionalID(0)
        let empty: LessonID? = try row.optionalID(1)
        #expect(id == Self.id)
        #expect(optional == Self.id)
        #expect(empty == nil)
    }

    @Test(arguments: ["zz", "00000000000000010000000000000002", " "])
    func textThatIsNoIdentifierIsCorrupt(text: String) {
        let row = Row(values: [.text(text)])
        let corrupt = StorageError.corrupt("column 0 is no UUID")
        #expect(throws: corrupt) { let _: LessonID = try row.id(0) }
        #expect(throws: corrupt) { let _: LessonID? = try row.optionalID(0) }
    }

    @Test func identifierThatMustBeThereMayNotBeEmpty() {
        let row = Row(values: [""])
        #expect(throws: StorageError.corrupt("column 0 is no UUID")) { let _: LessonID = try row.id(0) }
    }
}
