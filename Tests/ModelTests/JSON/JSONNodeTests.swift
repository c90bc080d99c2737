import Model
import Testing

/// What parsed values say of themselves.
@Suite struct JSONNodeTests {
    // MARK: Numbers

    @Test(arguments: [
        ("0", 0), ("1", 1), ("-1", -1), ("1.0", 1), ("1e2", 100), ("1E-2", 0.01), ("0.1", 0.1), ("-2.5e-1", -0.25),
        ("999999999999999", 999_999_999_999_999), ("9007199254740993", 9_007_199_254_740_992),
        ("123456789012345678901234567890", 1.2345678901234568e29), ("5e-324", Double.leastNonzeroMagnitude),
        ("1e-400", 0),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("1e400", .infinity), ("-1e400", -.infinity),
        ("1e99999999999999999999", .infinity), ("1e-99999999999999999999", 0), ("0e400", 0),
    ])
    func numbersAreTheNearestDouble(text: String, value: Double) throws {
        #expect(try JSONParser.parse(text).number == value)
    }

    @Test func endlessDigitsAreRead() throws {
        let nines = String(repeating: "9", count: 400)
        #expect(try JSONParser.parse(nines).number == .infinity)
        #expect(try JSONParser.parse("-" + nines).number == -.infinity)
        #expect(try JSONParser.parse("0." + String(repeating: "0", count: 5_000) + "1").number == 0)
        #expect(try JSONParser.parse("1." + String(repeating: "0", count: 5_000)).number == 1)
    }

    @Test func zeroKeepsItsSign() throws {
        #expect(try JSONParser.parse("-0").number?.sign == .minus)
        #expect(try JSONParser.parse("-0.0").number?.sign == .minus)
        #expect(try JSONParser.parse("0").number?.sign == .plus)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("42", 42), ("4.2e1", 42), ("1.0", 1), ("-7", -7), ("1e3", 1_000),
        ("9007199254740991", 9_007_199_254_740_991), ("-9007199254740991", -9_007_199_254_740_991),
    ])
    func wholeNumbersAreIntegers(text: String, value: Int) throws {
        #expect(try JSONParser.parse(text).integer == value)
    }

    /// From 2⁵³ on a double is more than one whole number.
    @Test(arguments: [
        "0.5", "1e-1", "9007199254740992", "9007199254740993", "-9007199254740993", "1e400", "-1e400", "\"1\"", "true",
        "null", "[1]",
    ])
    func otherValuesAreNoIntegers(text: String) throws {
        #expect(try JSONParser.parse(text).integer == nil)
    }

    // MARK: Strings

    @Test(arguments: [
        (#""""#, ""), (#""a\u0062c""#, "abc"), (#""\"\\\/""#, "\"\\/"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
        (#""\u00e9\u00E9é""#, "ééé"), (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00x""#, "😀x"),
        (#""\uffff""#, "\u{FFFF}"),
        (#""\ue000""#, "\u{E000}"), (#""\ud7ff""#, "\u{D7FF}"), (#""\udbff\udfff""#, "\u{10FFFF}"),
        (#""\ud800\udc00""#, "\u{10000}"), (#""\u005c\u0022""#, "\\\""),
    ])
    func escapesAreResolved(text: String, value: String) throws {
        guard case .string(let string, nil) = try JSONParser.parse(text).kind else {
            Issue.record("no string without flaw")
            return
        }
        #expect(Array(string.unicodeScalars) == Array(value.unicodeScalars))
    }

    @Test(arguments: [
        (#""\ud83d""#, "\u{FFFD}", JSONNode.StringFlaw.loneSurrogate), (#""\ude00""#, "\u{FFFD}", .loneSurrogate),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}", .loneSurrogate), (#""\ud83dx""#, "\u{FFFD}x", .loneSurrogate),
        (#""\ud83d\n""#, "\u{FFFD}\n", .loneSurrogate), (#""\ud83d\u0041""#, "\u{FFFD}A", .loneSurrogate),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", .loneSurrogate), (#""a\u0000b""#, "a\u{0}b", .nullCharacter),
        (#""\ud83d\u0000""#, "\u{FFFD}\u{0}", .nullCharacter), (#""\u0000\ud83d""#, "\u{0}\u{FFFD}", .nullCharacter),
    ])
    func flawsAreTold(text: String, value: String, flaw: JSONNode.StringFlaw) throws {
        guard case .string(let string, let found) = try JSONParser.parse(text).kind else {
            Issue.record("no string")
            return
        }
        #expect(string == value)
        #expect(found == flaw)
    }

    @Test func aReplacementCharacterOfTheTextIsNoFlaw() throws {
        guard case .string("\u{FFFD}", nil) = try JSONParser.parse("\"\u{FFFD}\"").kind else {
            Issue.record("a flaw was seen")
            return
        }
    }

    // MARK: Objects

    @Test func theLastOfADuplicateNameWins() throws {
        let node = try JSONParser.parse(#"{"a":1,"b":2,"\u0061":3}"#)
        #expect(node["a"]?.integer == 3)
        #expect(node.members?.map(\.name) == ["a", "b", "a"])
    }

    @Test func aNullMemberIsNotAnAbsentOne() throws {
        let node = try JSONParser.parse(#"{"a":null}"#)
        #expect(node["a"]?.isNull == true)
        #expect(node["b"] == nil)
    }

    // MARK: Kinds and text

    @Test(arguments: ["null", "true", "1", "\"s\"", "[0]", #"{"a":0}"#])
    func onlyTheAccessorOfItsKindGivesAValue(text: String) throws {
        let node = try JSONParser.parse(text)
        #expect(node.isNull == (text == "null"))
        #expect(node.bool == (text == "true" ? true : nil))
        #expect(node.number == (text == "1" ? 1 : nil))
        #expect(node.string == (text == "\"s\"" ? "s" : nil))
        #expect(node.elements?.count == (text == "[0]" ? 1 : nil))
        #expect(node.members?.count == (text.hasPrefix("{") ? 1 : nil))
        #expect(node.isObject == text.hasPrefix("{"))
        #expect((node["a"] != nil) == text.hasPrefix("{"))
    }

    @Test func nestedValuesKeepTheirExactText() throws {
        let text = #" { "a" : [ 1.00 , -0 , "\u00e9\/" ] , "b" : { "x":1, "x" : 2 } , "c":1e2 } "#
        let node = try JSONParser.parse(text)
        #expect(node.textString == text.dropFirst().dropLast())
        #expect(node["a"]?.textString == #"[ 1.00 , -0 , "\u00e9\/" ]"#)
        #expect(node["a"]?.elements?.map(\.textString) == ["1.00", "-0", #""\u00e9\/""#])
        #expect(node["b"]?.textString == #"{ "x":1, "x" : 2 }"#)
        #expect(node["c"]?.textString == "1e2")
        #expect(node["a"].map { JSONText($0) } == JSONText(trusted: #"[ 1.00 , -0 , "\u00e9\/" ]"#))
    }
}
