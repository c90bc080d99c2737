extension String {
    /// Whether this is an ASCII letter or underscore, followed by ASCII letters, digits and underscores.
    func isIdentifier(maximumLength: Int) -> Bool {
        guard let first = utf8.first, !Self.isDigit(first), utf8.count <= maximumLength else { return false }
        return utf8.allSatisfy { Self.isDigit($0) || Self.isLetter($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
