/// A parsed JSON value that remembers its exact text, so that stored JSON can go out as it came in (design §3).
public struct JSONNode: Sendable {
    /// What kind of value it is.
    public enum Kind: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number; infinite when its text is beyond a double (`1e400`).
        case number(Double)
        /// A string, unescaped.
        case string(String, StringFlaw?)
        /// An array.
        case array([JSONNode])
        /// An object, in the order of the text; a name may repeat.
        case object([(name: String, value: JSONNode)])
    }

    /// What a string holds that PostgreSQL and most clients cannot take (logger rule C6).
    public enum StringFlaw: Sendable {
        /// U+0000.
        case nullCharacter
        /// Half of a surrogate pair.
        case loneSurrogate
    }

    /// The kind and value.
    public let kind: Kind
    /// The exact bytes of this value within the text.
    public let text: ArraySlice<UInt8>

    init(kind: Kind, text: ArraySlice<UInt8>) {
        self.kind = kind
        self.text = text
    }

    /// The text of this value as a string.
    public var textString: String { String(decoding: text, as: UTF8.self) }

    /// The value of a member, the last one where a name repeats; nil where there is none or this is no object.
    public subscript(name: String) -> JSONNode? {
        guard case .object(let members) = kind else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The members of an object; nil for other kinds.
    public var members: [(name: String, value: JSONNode)]? {
        if case .object(let members) = kind { members } else { nil }
    }

    /// The elements of an array; nil for other kinds.
    public var elements: [JSONNode]? {
        if case .array(let elements) = kind { elements } else { nil }
    }

    /// The string; nil for other kinds.
    public var string: String? {
        if case .string(let value, _) = kind { value } else { nil }
    }

    /// The number as a double; nil for other kinds.
    public var number: Double? {
        if case .number(let value) = kind { value } else { nil }
    }

    /// The number when it is a whole one within ±(2⁵³ − 1), where a double tells each from the next; nil otherwise.
    public var integer: Int? {
        guard let number, number.rounded() == number, abs(number) <= 9_007_199_254_740_991 else { return nil }
        return Int(number)
    }

    /// The boolean; nil for other kinds.
    public var bool: Bool? {
        if case .bool(let value) = kind { value } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = kind { true } else { false }
    }

    /// Whether this is an object.
    public var isObject: Bool {
        if case .object = kind { true } else { false }
    }
}

/// Why a text is not JSON.
public struct JSONSyntaxError: Error, Sendable, CustomStringConvertible {
    /// What was wrong, fit for the caller.
    public let reason: String
    /// The byte at which it was noticed, from 0.
    public let offset: Int

    /// The reason with its place.
    public var description: String { "\(reason) at byte \(offset)" }
}
