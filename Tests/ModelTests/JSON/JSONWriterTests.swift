import Model
import Testing

@Suite struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return json.text
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("é😀", #""é😀""#), ("a\"b\\c/", #""a\"b\\c/""#),
        ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1}\u{8}\u{C}\u{1F}", #""\u0000\u0001\u0008\u000c\u001f""#),
        ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""), ("</script>", #""</script>""#),
    ])
    func stringsAreEscaped(value: String, text: String) {
        #expect(written { $0.string(value) } == text)
    }

    @Test func everyStringIsReadBack() throws {
        let all = (UInt32(0)..<0x800).compactMap(Unicode.Scalar.init)
        let value = String(String.UnicodeScalarView(all)) + "\u{FFFD}\u{FFFF}\u{10FFFF}"
        let back = try JSONParser.parse(written { $0.string(value) }).string
        #expect(back.map { Array($0.utf8) } == Array(value.utf8))
    }

    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (85, "85"), (100, "100"), (0.1, "0.1"), (-2.5, "-2.5"),
        (33.33, "33.33"), (0.1 + 0.2, "0.30000000000000004"), (999_999_999_999_999, "999999999999999"),
        (1e15, "1000000000000000"), (-1e17, "-100000000000000000"), (1e21, "1e+21"), (-1e21, "-1e+21"), (1e-7, "1e-07"),
        (Double.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ])
    func numbersAreJSONAndReadBackTheSame(value: Double, text: String) throws {
        let json = written { $0.number(value) }
        #expect(try JSONParser.parse(json).number == value)
        // How great and small magnitudes are spelled is not ours to say; that whole ones have no fraction is.
        if abs(value) < 1e18, abs(value) > 1e-5 || value == 0 { #expect(json == text) }
        #expect(!json.contains(".0"))
    }

    @Test(arguments: [(0, "0"), (9, "9"), (10, "10"), (-1, "-1"), (Int.max, "\(Int.max)"), (Int.min, "\(Int.min)")])
    func integersAreWhole(value: Int, text: String) {
        #expect(written { $0.integer(value) } == text)
    }

    @Test func whatIsUnsetIsNull() {
        let text = written { json in
            json.array { json in
                json.string(nil)
                json.number(nil)
                json.integer(nil)
                json.time(nil)
                json.id(LessonID?.none)
                json.json(nil)
                json.null()
            }
        }
        #expect(text == "[null,null,null,null,null,null,null]")
    }

    @Test func valuesOfOurOwnAreStrings() {
        let text = written { json in
            json.array { json in
                json.id(LessonID(high: 1, low: 2))
                json.time(Timestamp(microseconds: 1_500_000))
                json.bool(true)
                json.bool(false)
            }
        }
        #expect(text == #"["00000000-0000-0001-0000-000000000002","1970-01-01T00:00:01.500Z",true,false]"#)
    }

    @Test func commasStandBetweenAndNowhereElse() {
        let name = "f\""
        let text = written { json in
            json.object { json in
                json.name("a")
                json.array { json in
                    json.array { _ in }
                    json.object { _ in }
                    json.array { json in
                        json.integer(1)
                        json.integer(2)
                    }
                    json.string("x")
                }
                json.name("b")
                json.object { json in
                    json.name("c")
                    json.null()
                    json.name("d")
                    json.object { _ in }
                    json.name("e")
                    json.json(JSONText(trusted: "[ ]"))
                }
                json.name(name)
                json.bool(true)
            }
        }
        #expect(text == #"{"a":[[],{},[1,2],"x"],"b":{"c":null,"d":{},"e":[ ]},"f\"":true}"#)
    }

    @Test func storedJSONIsSplicedAsItIs() {
        let stored = #"{ "n": 1.00, "s": "\u00e9\/", "n": 2 }"#
        let text = written { json in
            json.array { json in
                json.json(JSONText(trusted: stored))
                json.json(JSONText(trusted: "null"))
            }
        }
        #expect(text == "[\(stored),null]")
    }

    @Test func knownBytesAreSplicedAsTheyAre() {
        let text = written { json in
            json.array { json in
                Array("{ }".utf8).withUnsafeBytes { json.json(utf8: $0) }
                Array("é".utf8).withUnsafeBytes { json.string(plainUTF8: $0) }
                [UInt8]().withUnsafeBytes { json.string(plainUTF8: $0) }
                json.null()
            }
        }
        #expect(text == #"[{ },"é","",null]"#)
    }

    @Test func errorsOfTheBodyPassThrough() {
        var json = JSONWriter()
        #expect(throws: LecternError.self) {
            try json.object { _ in throw LecternError.invalid("no") }
        }
    }

    @Test func bytesAreTheTextInUTF8() {
        var json = JSONWriter(capacity: 0)
        json.string("é")
        #expect(json.bytes == Array(json.text.utf8))
    }
}
