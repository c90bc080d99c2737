public import HTTPTypes

/// The headers between gateway and core.
public enum CoreHeader {
    /// The signed principal; without it the core refuses a call (design §2).
    public static let principal = name("Lectern-Principal")
    /// The caller's idempotency key.
    public static let idempotencyKey = name("Idempotency-Key")
    /// The request id, for the log.
    public static let requestID = name("X-Request-Id")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }
}
