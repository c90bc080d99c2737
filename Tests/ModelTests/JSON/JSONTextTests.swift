import Model
import Testing

@Suite struct JSONTextTests {
    @Test func textsAreComparedAsWritten() {
        #expect(JSONText(trusted: "1.0") != JSONText(trusted: "1"))
        #expect(JSONText(trusted: "{}") == JSONText(trusted: "{}"))
    }

    @Test func theTextOfAParsedValueLeavesOutTheSpaceAroundIt() throws {
        #expect(JSONText(try JSONParser.parse("\n { \"a\" : 1 } ")).text == "{ \"a\" : 1 }")
    }
}
