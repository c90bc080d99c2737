import Model

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes what a command has to say: results to standard output, everything else to standard error.
enum Console {
    /// Writes a line of the result.
    static func print(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes a remark.
    static func note(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Writes a JSON object or array as the one result.
    static func print(json body: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        body(&json)
        print(json.text)
    }

    /// Whether a person looks at standard error.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
