/// Finds the start tags of a text the way a browser's parser does (HTML Standard §13.2.5), at the cost of one look at
/// each byte.
///
/// It knows nothing of how elements nest.
struct HTMLScanner {
    /// A start tag.
    ///
    /// Names are in lower case and cut to a length fit to be shown.
    struct Tag {
        let name: String
        /// Values are cut, too, and have their character references as written.
        let attributes: [(name: String, value: String)]
    }

    private static let shownLength = 32
    private static let valueLength = 128
    /// Attributes beyond this number are not looked at.
    private static let attributeLimit = 64
    /// Elements in which markup is text.
    private static let rawText: Set<String> = [
        "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp",
    ]

    private let bytes: [UInt8]
    private var index = 0
    /// Whether the text ended before a tag did.
    private(set) var endsWithinTag = false

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next start tag; nil when there are no more.
    mutating func next() -> Tag? {
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            guard let byte = current else { break }
            switch byte {
            case UInt8(ascii: "!") where bytes[index...].starts(with: "!--".utf8): skipComment()
            case UInt8(ascii: "!"), UInt8(ascii: "?"): skip(past: ">")
            case UInt8(ascii: "/"):
                index += 1
                // `</` before anything but a letter is a comment up to the next `>`.
                if let byte = current, Self.isLetter(byte) { _ = readTag() } else { skip(past: ">") }
            case _ where Self.isLetter(byte):
                guard let tag = readTag() else { return nil }
                if Self.rawText.contains(tag.name) { skipRawText(of: tag.name) }
                return tag
            default: break
            }
        }
        index = bytes.count
        return nil
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }
}

// MARK: - Tags

extension HTMLScanner {
    private mutating func readTag() -> Tag? {
        let name = readName { Self.isSpace($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") }
        var attributes: [(name: String, value: String)] = []
        while let byte = current {
            if byte == UInt8(ascii: ">") {
                index += 1
                return Tag(name: name, attributes: attributes)
            }
            if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
                index += 1
                continue
            }
            let attribute = readAttribute()
            if attributes.count < Self.attributeLimit { attributes.append(attribute) }
        }
        endsWithinTag = true
        return nil
    }

    private mutating func readAttribute() -> (name: String, value: String) {
        // A name may start with `=`; nothing good does.
        if current == UInt8(ascii: "=") {
            index += 1
            return ("=", "")
        }
        let name = readName { byte in
            Self.isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=")
        }
        skipSpace()
        guard current == UInt8(ascii: "=") else { return (name, "") }
        index += 1
        skipSpace()
        return (name, readValue())
    }

    private mutating func readValue() -> String {
        guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return read(Self.valueLength) { Self.isSpace($0) || $0 == UInt8(ascii: ">") }
        }
        index += 1
        let value = read(Self.valueLength) { $0 == quote }
        index = min(index + 1, bytes.count)
        return value
    }

    private mutating func readName(until isEnd: (UInt8) -> Bool) -> String {
        read(Self.shownLength, until: isEnd).lowercased()
    }

    private mutating func read(_ length: Int, until isEnd: (UInt8) -> Bool) -> String {
        let end = bytes[index...].firstIndex(where: isEnd) ?? bytes.count
        let text = String(decoding: bytes[index..<end].prefix(length), as: UTF8.self)
        index = end
        return text
    }
}

// MARK: - What is skipped

extension HTMLScanner {
    private mutating func skipSpace() {
        index = bytes[index...].firstIndex { !Self.isSpace($0) } ?? bytes.count
    }

    private mutating func skip(past character: Unicode.Scalar) {
        index = bytes[index...].firstIndex(of: UInt8(ascii: character)).map { $0 + 1 } ?? bytes.count
    }

    private mutating func skipComment() {
        index += 3
        // `<!-->` and `<!--->` are whole comments.
        if bytes[index...].starts(with: ">".utf8) || bytes[index...].starts(with: "->".utf8) {
            return skip(past: ">")
        }
        while let dash = bytes[index...].firstIndex(of: UInt8(ascii: "-")) {
            index = dash + 1
            let rest = bytes[index...]
            guard rest.starts(with: "->".utf8) || rest.starts(with: "-!>".utf8) else { continue }
            return skip(past: ">")
        }
        index = bytes.count
    }

    private mutating func skipRawText(of name: String) {
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            guard current == UInt8(ascii: "/") else { continue }
            let end = bytes[(index + 1)...].prefix(name.utf8.count)
            guard String(decoding: end, as: UTF8.self).lowercased() == name else { continue }
            index = end.endIndex
            guard let byte = current, Self.isSpace(byte) || [UInt8(ascii: "/"), UInt8(ascii: ">")].contains(byte)
            else { continue }
            return skip(past: ">")
        }
        index = bytes.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
