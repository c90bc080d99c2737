/// Turns any text into the names that the text format allows.
enum MetricName {
    /// A metric's name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, each other character replaced by `_`.
    static func metric(_ text: String) -> String {
        sanitised(text, colonAllowed: true)
    }

    /// A label's name: `[a-zA-Z_][a-zA-Z0-9_]*`, each other character replaced by `_`.
    ///
    /// Two leading underscores and `le` have a meaning of their own to the reader, so labels never carry them.
    static func label(_ text: String) -> String {
        var name = sanitised(text, colonAllowed: false)
        if name.utf8.starts(with: "__".utf8) { name = "_" + String(name.drop { $0 == "_" }) }
        return name == "le" ? "exported_le" : name
    }

    private static func sanitised(_ text: String, colonAllowed: Bool) -> String {
        // The usual name comes from our own code and is fine as it is.
        let fits = text.utf8.allSatisfy { isAllowed($0, colonAllowed: colonAllowed) }
        guard !text.isEmpty else { return "_" }
        var name = fits ? text : ""
        if !fits {
            for scalar in text.unicodeScalars {
                let allowed = scalar.isASCII && isAllowed(UInt8(scalar.value), colonAllowed: colonAllowed)
                name.unicodeScalars.append(allowed ? scalar : "_")
            }
        }
        let startsWithDigit = name.utf8.first.map { isDigit($0) } ?? false
        return startsWithDigit ? "_" + name : name
    }

    private static func isAllowed(_ byte: UInt8, colonAllowed: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: ":"): colonAllowed
        default: isDigit(byte)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
