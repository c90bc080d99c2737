import Directory
import Model
import Testing

/// The rules of variables.
@Suite struct LessonFileVariableTests {
    private typealias File = LessonFileFixture

    private static let nameRule =
        "name: must be a letter or underscore, then letters, digits and underscores, at most 64 in all"

    @Test(arguments: [
        ("", ["name: missing", "type: missing", "initialValue: missing"]),
        (#""name":1,"type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"","type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"1a","type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"a-b","type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"é","type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"\#(String(repeating: "a", count: 65))","type":"string","initialValue":"a""#, [nameRule]),
        (#""name":"\#(String(repeating: "a", count: 64))","type":"string","initialValue":"""#, []),
        (#""name":"a","type":"object","initialValue":{}"#, ["type: must be one of string, number, boolean"]),
        (#""name":"a","type":"string","initialValue":1"#, ["initialValue: must be a string"]),
        (#""name":"a","type":"string","initialValue":null"#, ["initialValue: must be a string"]),
        (#""name":"a","type":"number","initialValue":"1""#, ["initialValue: must be a finite number"]),
        (#""name":"a","type":"number","initialValue":1e999"#, ["initialValue: must be a finite number"]),
        (#""name":"a","type":"boolean","initialValue":0"#, ["initialValue: must be true or false"]),
    ])
    func variableRules(members: String, problems: [String]) {
        #expect(File.problems(File.variable(members)) == problems.map { "variables[0].\($0)" })
    }

    @Test func variableNamesAreUnique() {
        let variable = #"{"name":"a","type":"number","initialValue":1}"#
        #expect(
            File.problems(File.file(lesson: #""title":"T","variables":[\#(variable),\#(variable)]"#))
                == ["variables[1].name: must be unique; variables[0].name is the same"]
        )
    }
}
