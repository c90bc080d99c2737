import Model
import Storage
import Testing

@Suite struct SQLValueTests {
    @Test func literalsMakeValues() {
        let values: [SQLValue] = ["text", 7, nil]
        #expect(values == [.text("text"), .integer(Int64(7)), .null])
    }

    @Test func nilMakesNull() {
        #expect(SQLValue.text(String?.none) == .null)
        #expect(SQLValue.integer(Int?.none) == .null)
        #expect(SQLValue.real(Double?.none) == .null)
        #expect(SQLValue.id(LessonID?.none) == .null)
        #expect(SQLValue.time(nil) == .null)
        #expect(SQLValue.json(nil) == .null)
    }

    @Test func valuesAreSpelledAsTheStoreKeepsThem() {
        let id = LessonID(high: 0xABCD_EF00_0000_0000, low: 1)
        #expect(SQLValue.id(id) == .uuid(high: 0xABCD_EF00_0000_0000, low: 1))
        #expect(SQLValue.time(Timestamp(seconds: 2)) == .integer(Int64(2_000_000)))
        #expect(SQLValue.json(JSONText(trusted: "{ \"a\" : 1e2 }")) == .text("{ \"a\" : 1e2 }"))
    }
}
