public import Model

/// An access token for a platform's services (LTI rules T3, T4).
public struct AccessToken: Sendable {
    /// The longest answer that is looked at, in bytes.
    public static let longestAnswer = 65_536
    /// How long before its end a token is renewed, in seconds.
    public static let renewalSeconds = 60.0
    private static let usualSeconds = 300.0
    private static let longestSeconds = 86_400.0

    /// The value of the header `Authorization`.
    public let authorization: String
    /// What the token is good for.
    public let scopes: Set<String>
    /// When it ends.
    public let expiresAt: Timestamp

    /// Reads the answer of a token endpoint, whatever media type it claims to be.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - body: the body.
    ///   - requested: what was asked for: the platform may grant less, and says nothing when it grants all.
    ///   - now: when the request was sent.
    /// - Throws: ``TokenRefusal``.
    public init(status: Int, body: [UInt8], requested: [String], now: Timestamp) throws(TokenRefusal) {
        let node = JSONNode.answer(body, longest: Self.longestAnswer)
        guard (200..<300).contains(status) else {
            throw TokenRefusal(status: status, error: node?.text("error"))
        }
        guard let node, let value = node.text("access_token"), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            node.present("token_type") == nil || node.text("token_type")?.lowercased() == "bearer"
        else { throw TokenRefusal(status: status, error: node?.text("error")) }
        authorization = "Bearer \(value)"
        scopes = Self.scopes(node["scope"]) ?? Set(requested)
        expiresAt = now.adding(seconds: Self.lifetime(node["expires_in"]))
    }

    /// Whether the token may still be used, and need not be renewed yet.
    public func isFresh(at now: Timestamp) -> Bool {
        now < expiresAt.adding(seconds: -Self.renewalSeconds)
    }

    private static func scopes(_ node: JSONNode?) -> Set<String>? {
        if let text = node?.cleanString, !text.isEmpty { return Set(text.split(separator: " ").map(String.init)) }
        return node?.elements.map { Set($0.compactMap(\.cleanString)) }
    }

    /// Seconds, also as a string; the usual ones when nothing sensible is said.
    private static func lifetime(_ node: JSONNode?) -> Double {
        guard let seconds = node?.number ?? node?.cleanString.flatMap({ Double($0) }), seconds > 0 else {
            return usualSeconds
        }
        return min(seconds, longestSeconds)
    }
}

extension AccessToken: CustomStringConvertible, CustomReflectable {
    /// A placeholder with the token's end, never the token.
    public var description: String { "AccessToken(redacted, until \(expiresAt))" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
