/// Why a platform gave no access token (LTI rule T3).
public struct TokenRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    private static let longestError = 100

    /// The HTTP status.
    public let status: Int
    /// The platform's error code, fit to be shown.
    public let error: String?

    /// Notes an answer.
    init(status: Int, error: String?) {
        self.status = status
        self.error = error.map { text in
            String(decoding: text.utf8.filter { (0x20...0x7E).contains($0) }.prefix(Self.longestError), as: UTF8.self)
        }
    }

    /// Whether asking again is of no use until somebody changes something.
    ///
    /// A client that is unknown may be one whose new key the platform has not fetched yet, and is worth another try.
    public var isPermanent: Bool {
        switch error {
        case "invalid_scope", "unauthorized_client", "unsupported_grant_type", "access_denied": true
        default: false
        }
    }

    /// What the log says.
    public var description: String { "status \(status)" + (error.map { ", \($0)" } ?? "") }
}
