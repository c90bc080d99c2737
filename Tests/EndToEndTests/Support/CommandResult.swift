import Model
import Testing

/// What a command left behind.
struct CommandResult {
    let end: LecternProcess.End
    let output: String
    let remarks: String

    /// The one JSON value that a command with `--json` printed.
    ///
    /// - Throws: `JSONSyntaxError` when there is not exactly one.
    func json() throws -> JSONNode {
        try JSONParser.parse(output)
    }

    /// A member of the JSON object printed, as text.
    func member(_ name: String) throws -> String {
        try #require(try json()[name]?.string, "no \(name) in \(output) \(remarks)")
    }

    /// The lines of a table, without its heading.
    var rows: [Substring] { Array(output.split(separator: "\n").dropFirst()) }
}
