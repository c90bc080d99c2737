import Model
import Testing

@Suite struct JSONParserTests {
    // MARK: Texts that are JSON and texts that are not

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-1", "1.0", "1e5", "1E+5", "1e-5", "0.5", "0e0", "1.5e+10", "\"\"", "[]",
        "{}", "[ ]", "{ }", " \t\r\n[ 1 , 2 ] \n", "[[],{}]", #"{"":0}"#, #"{"a":{"b":[null]}}"#, #""\u0041""#,
        #""\"\\\/\b\f\n\r\t""#, "\"\u{7F}\u{80}\u{2028}\u{2029}\"", "\"\u{FEFF}\"", "\"é😀\"", #"{"a":1,"a":2}"#,
        "[-0.0]", "123456789012345678901234567890", "1e400", "[1,\n2]",
    ])
    func rightTextsAreRead(text: String) throws {
        _ = try JSONParser.parse(text)
    }

    @Test(arguments: [
        ("", "a value is missing", 0), (" ", "a value is missing", 1), ("nul", "a value is missing", 0),
        ("nulL", "a value is missing", 0), ("True", "a value is missing", 0), ("NaN", "a value is missing", 0),
        ("Infinity", "a value is missing", 0), ("'a'", "a value is missing", 0), ("// x\n1", "a value is missing", 0),
        ("\u{FEFF}1", "a value is missing", 0), ("\u{A0}1", "a value is missing", 0),
        ("\u{0B}1", "a value is missing", 0),
        ("nullx", "text after the value", 4), ("1 2", "text after the value", 2), ("[1]]", "text after the value", 3),
        ("{}{}", "text after the value", 2), ("1\u{0}", "text after the value", 1),
        ("1 // x", "text after the value", 2),
        ("0x10", "text after the value", 1), ("1_000", "text after the value", 1), ("1,2", "text after the value", 1),
    ])
    func whatIsNoSingleValueIsRefused(text: String, reason: String, offset: Int) {
        #expect(failure(text) == "\(reason) at byte \(offset)")
    }

    @Test(arguments: [
        ("-", "a digit is missing", 1), ("+1", "a value is missing", 0), (".5", "a value is missing", 0),
        ("1.", "a digit is missing", 2), ("1.e1", "a digit is missing", 2), ("1e", "a digit is missing", 2),
        ("1e+", "a digit is missing", 3), ("1e+-1", "a digit is missing", 3), ("--1", "a digit is missing", 1),
        ("- 1", "a digit is missing", 1), ("01", "a number must not start with 0", 2),
        ("-01", "a number must not start with 0", 3), ("00", "a number must not start with 0", 2),
        ("1e1.5", "text after the value", 3), ("1.2.3", "text after the value", 3),
        ("-Infinity", "a digit is missing", 1),
    ])
    func malformedNumbersAreRefused(text: String, reason: String, offset: Int) {
        #expect(failure(text) == "\(reason) at byte \(offset)")
    }

    @Test(arguments: [
        ("\"", "a string does not end", 1), ("\"a", "a string does not end", 2), (#""\"#, "a string does not end", 2),
        (#""\""#, "a string does not end", 3), ("\"\t\"", "a control character in a string", 1),
        ("\"a\n\"", "a control character in a string", 2), ("\"\u{0}\"", "a control character in a string", 1),
        ("\"\\n\u{1F}\"", "a control character in a string", 4), (#""\x41""#, "an unknown escape", 3),
        (#""\'""#, "an unknown escape", 3), (#""\U0041""#, "an unknown escape", 3),
        (#""\u""#, "four hex digits are missing", 3), (#""\u004""#, "four hex digits are missing", 6),
        (#""\u00g0""#, "four hex digits are missing", 5), (#""\u+041""#, "four hex digits are missing", 3),
        (#""\ud800\u00""#, "four hex digits are missing", 9),
    ])
    func malformedStringsAreRefused(text: String, reason: String, offset: Int) {
        #expect(failure(text) == "\(reason) at byte \(offset)")
    }

    @Test(arguments: [
        ("[", "a value is missing", 1), ("[1", "a comma or closing bracket is missing", 2),
        ("[1,]", "a value is missing", 3), ("[,1]", "a value is missing", 1), ("[1,,2]", "a value is missing", 3),
        ("[1 2]", "a comma or closing bracket is missing", 3), ("[1}", "a comma or closing bracket is missing", 2),
        ("]", "a value is missing", 0), ("{", "a member name is missing", 1), ("{1:2}", "a member name is missing", 1),
        ("{a:1}", "a member name is missing", 1), (#"{"a"}"#, "a colon is missing", 4),
        (#"{"a" 1}"#, "a colon is missing", 5), (#"{"a":}"#, "a value is missing", 5),
        (#"{"a":1,}"#, "a member name is missing", 7), (#"{,"a":1}"#, "a member name is missing", 1),
        (#"{"a":1"#, "a comma or closing brace is missing", 6), (#"{"a":1]"#, "a comma or closing brace is missing", 6),
        (#"{"a":1 "b":2}"#, "a comma or closing brace is missing", 7), (#"{"a"::1}"#, "a value is missing", 5),
    ])
    func malformedNestingIsRefused(text: String, reason: String, offset: Int) {
        #expect(failure(text) == "\(reason) at byte \(offset)")
    }

    private func failure(_ text: String) -> String? {
        do {
            _ = try JSONParser.parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    // MARK: UTF-8

    @Test(
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0xAF],
            [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE, 0xFF],
        ] as [[UInt8]]
    )
    func invalidUTF8IsRefused(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let escape = Array(#"\n"#.utf8)
        for text in [[quote] + bytes + [quote], [quote] + escape + bytes + [quote], [quote] + bytes + escape + [quote]]
        {
            #expect { try JSONParser.parse(text) } throws: { ($0 as? JSONSyntaxError)?.reason == "invalid UTF-8" }
        }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(bytes) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array("1".utf8) + bytes) }
    }

    @Test func namesAreCheckedLikeOtherStrings() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array("{\"".utf8) + [0xFF] + Array("\":1}".utf8)) }
    }

    // MARK: Depth

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func nestingIsBounded(open: String, close: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + (open == "[" ? "" : "1") + String(repeating: close, count: depth)
        }
        _ = try JSONParser.parse(nested(JSONParser.defaultDepth))
        #expect(failure(nested(65))?.hasPrefix("nested deeper than 64 at byte") == true)
        _ = try JSONParser.parse(Array(nested(3).utf8), depth: 3)
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(nested(4).utf8), depth: 3) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(nested(100_000)) }
    }

    @Test func aDepthOfZeroAllowsPlainValuesOnly() throws {
        _ = try JSONParser.parse(Array("1".utf8), depth: 0)
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array("[]".utf8), depth: 0) }
    }

    @Test func siblingsDoNotCountAsDepth() throws {
        let many = "[" + Array(repeating: "[]", count: 500).joined(separator: ",") + "]"
        #expect(try JSONParser.parse(Array(many.utf8), depth: 2).elements?.count == 500)
    }
}
