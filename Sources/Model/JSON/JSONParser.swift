/// Parses JSON text (RFC 8259) strictly: valid UTF-8, no trailing text, no `NaN`, nesting bounded.
public enum JSONParser {
    /// The default bound on nested arrays and objects.
    public static let defaultDepth = 64

    /// Parses one JSON value.
    ///
    /// - Parameters:
    ///   - bytes: the text, with white space around the value allowed.
    ///   - depth: how deep arrays and objects may nest.
    /// - Throws: ``JSONSyntaxError`` with the place and reason.
    /// - Returns: the value with its exact text.
    public static func parse(_ bytes: [UInt8], depth: Int = defaultDepth) throws(JSONSyntaxError) -> JSONNode {
        var scanner = JSONScanner(bytes: bytes, depthLimit: depth)
        return try scanner.document()
    }

    /// Parses one JSON value from a string.
    ///
    /// - Throws: ``JSONSyntaxError`` with the place and reason.
    public static func parse(_ text: String) throws(JSONSyntaxError) -> JSONNode {
        try parse(Array(text.utf8))
    }
}

private struct JSONScanner {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONSyntaxError) -> JSONNode {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("text after the value") }
        return value
    }

    private func failure(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, offset: position)
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        guard position < bytes.count else { throw failure("a value is missing") }
        let start = position
        let kind: JSONNode.Kind
        switch bytes[position] {
        case UInt8(ascii: "{"): kind = try object(depth: depth + 1)
        case UInt8(ascii: "["): kind = try array(depth: depth + 1)
        case UInt8(ascii: "\""):
            let (text, flaw) = try string()
            kind = .string(text, flaw)
        case UInt8(ascii: "t"):
            try word("true")
            kind = .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            kind = .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            kind = .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
        default: throw failure("a value is missing")
        }
        return JSONNode(kind: kind, text: bytes[start..<position])
    }

    private mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw failure("a value is missing") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
            throw failure("a value is missing")
        }
        position += length
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONNode.Kind {
        guard depth <= depthLimit else { throw failure("nested deeper than \(depthLimit)") }
        position += 1
        var members: [(name: String, value: JSONNode)] = []
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("a member name is missing")
            }
            let (name, _) = try string()
            skipSpace()
            guard take(":") else { throw failure("a colon is missing") }
            skipSpace()
            members.append((name, try value(depth: depth)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("a comma or closing brace is missing") }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONNode.Kind {
        guard depth <= depthLimit else { throw failure("nested deeper than \(depthLimit)") }
        position += 1
        var elements: [JSONNode] = []
        skipSpace()
        if take("]") { return .array(elements) }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw failure("a comma or closing bracket is missing") }
        }
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
            position += 1
        }
        return position - start
    }

    private mutating func number() throws(JSONSyntaxError) -> Double {
        let start = position
        let isNegative = take("-")
        let integerStart = position
        let integerDigits = digits()
        guard integerDigits > 0 else { throw failure("a digit is missing") }
        guard integerDigits == 1 || bytes[integerStart] != UInt8(ascii: "0") else {
            throw failure("a number must not start with 0")
        }
        var isInteger = true
        if take(".") {
            isInteger = false
            guard digits() > 0 else { throw failure("a digit is missing") }
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw failure("a digit is missing") }
        }
        if isInteger, integerDigits <= 15 {
            var value = 0
            for byte in bytes[integerStart..<position] { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
            return isNegative ? -Double(value) : Double(value)
        }
        // The grammar is checked, so the only texts that do not convert are those beyond a double's range.
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Double(text) ?? (isNegative ? -.infinity : .infinity)
    }

    private mutating func string() throws(JSONSyntaxError) -> (String, JSONNode.StringFlaw?) {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let slice = bytes[start..<position]
                guard let text = String(validating: slice, as: UTF8.self) else { throw failure("invalid UTF-8") }
                position += 1
                return (text, nil)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw failure("a control character in a string")
            default: position += 1
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> (String, JSONNode.StringFlaw?) {
        var unescaped = Array(bytes[start..<position])
        var flaw: JSONNode.StringFlaw?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: unescaped, as: UTF8.self) else { throw failure("invalid UTF-8") }
                return (text, flaw)
            case UInt8(ascii: "\\"):
                let scalar = try escape()
                if scalar == nil { flaw = flaw ?? .loneSurrogate }
                if scalar?.value == 0 { flaw = .nullCharacter }
                unescaped.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
            case 0..<0x20: throw failure("a control character in a string")
            default: unescaped.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    /// Reads what follows a backslash; nil for half of a surrogate pair.
    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar? {
        guard position < bytes.count else { throw failure("a string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw failure("an unknown escape")
        }
        let unit = try hexUnit()
        guard unit & 0xF800 == 0xD800 else { return Unicode.Scalar(unit) }
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        let resume = position
        position += 2
        let second = try hexUnit()
        guard second & 0xFC00 == 0xDC00 else {
            position = resume
            return nil
        }
        return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF))
    }

    private mutating func hexUnit() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("four hex digits are missing") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexValue(bytes[position]) else { throw failure("four hex digits are missing") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
