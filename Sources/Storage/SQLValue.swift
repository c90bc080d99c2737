public import Model

/// A parameter of a SQL statement, in the few types that both engines share (design §3).
public enum SQLValue: Sendable, Hashable {
    /// SQL NULL.
    case null
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// Text.
    case text(String)
    /// The two halves of an identifier, stored as lower-case dashed text.
    case uuid(high: UInt64, low: UInt64)
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    /// Makes a text parameter.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Makes a whole-number parameter.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Makes a NULL parameter.
    public init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
    /// Text, or NULL.
    public static func text(_ value: String?) -> SQLValue {
        if let value { .text(value) } else { .null }
    }

    /// A whole number, or NULL.
    public static func integer(_ value: Int?) -> SQLValue {
        if let value { .integer(Int64(value)) } else { .null }
    }

    /// A floating-point number, or NULL.
    public static func real(_ value: Double?) -> SQLValue {
        if let value { .real(value) } else { .null }
    }

    /// An identifier as lower-case dashed text, or NULL.
    public static func id<Subject>(_ value: ID<Subject>?) -> SQLValue {
        if let value { .uuid(high: value.high, low: value.low) } else { .null }
    }

    /// An instant as integer microseconds, or NULL.
    public static func time(_ value: Timestamp?) -> SQLValue {
        if let value { .integer(value.microseconds) } else { .null }
    }

    /// Stored JSON as its exact text, or NULL.
    public static func json(_ value: JSONText?) -> SQLValue {
        if let value { .text(value.text) } else { .null }
    }
}
