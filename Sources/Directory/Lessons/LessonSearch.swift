/// What a person who looks for a lesson has given: words of its title, and a tag.
public struct LessonSearch: Sendable, Equatable {
    /// More words are not looked at.
    private static let maximumWords = 8
    /// A longer text is cut; in characters.
    private static let maximumLength = 200

    /// The words that the title must contain, each somewhere in it, whatever their case.
    public let words: [String]
    /// The tag that the lesson must have, letter by letter; nil for any.
    public let tag: String?

    /// Takes what was typed; every lesson fits an empty text without a tag.
    public init(_ text: String = "", tag: String? = nil) {
        words = text.prefix(Self.maximumLength).split { $0.isWhitespace }.prefix(Self.maximumWords).map(String.init)
        self.tag = tag
    }

    /// The patterns for one word in a title whose ASCII letters are small, always three.
    ///
    /// Engines differ in what they know of the case of other letters, so the word is also looked for in the ways in which
    /// such letters are usually written.
    static func patterns(for word: String) -> [String] {
        let capital = word.prefix(1).uppercased() + word.dropFirst().lowercased()
        return [word.lowercased(), word.uppercased(), capital].map { text in
            var pattern: [UInt8] = [UInt8(ascii: "%")]
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "%"), UInt8(ascii: "_"), UInt8(ascii: "!"): pattern += [UInt8(ascii: "!"), byte]
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): pattern.append(byte | 0x20)
                default: pattern.append(byte)
                }
            }
            return String(decoding: pattern, as: UTF8.self) + "%"
        }
    }
}
