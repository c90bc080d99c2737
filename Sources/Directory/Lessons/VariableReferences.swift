/// Finds where a text has `{{name}}`, which the player replaces by the value of a variable.
enum VariableReferences {
    private static let nameLength = 64
    /// There may be spaces around the name, but not without end.
    private static let width = 128

    /// The names in a text, each once, in order.
    static func names(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var names: [String] = []
        var seen: Set<String> = []
        var index = 0
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "{")) {
            index = open + 1
            guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { continue }
            let inside = bytes[(index + 1)...].prefix(width).prefix { $0 != UInt8(ascii: "}") }
            guard bytes[inside.endIndex...].starts(with: "}}".utf8) else { continue }
            index = inside.endIndex + 2
            let words = inside.split(separator: UInt8(ascii: " "))
            guard words.count == 1, let word = words.first else { continue }
            let name = String(decoding: word, as: UTF8.self)
            if name.isIdentifier(maximumLength: nameLength), seen.insert(name).inserted { names.append(name) }
        }
        return names
    }
}
