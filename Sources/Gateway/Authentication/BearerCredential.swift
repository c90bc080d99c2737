import HTTPTypes
import Model

/// What the `Authorization` header of a request holds (contract §2.2, §2.3).
struct BearerCredential: Sendable {
    /// What follows the scheme.
    let text: String

    /// Reads the header.
    ///
    /// - Throws: `LecternError` `missingCredentials` without a header, `invalidCredentials` when it is not a bearer's.
    init(_ headers: HTTPFields) throws(LecternError) {
        let values = headers[values: .authorization]
        guard let value = values.first else {
            throw LecternError(.missingCredentials, "Missing Authorization header")
        }
        guard values.count == 1 else { throw Self.otherScheme }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Self.otherScheme }
        let text = parts[1].drop { $0 == " " }
        guard let end = text.lastIndex(where: { $0 != " " }) else { throw Self.otherScheme }
        self.text = String(text[...end])
    }

    private static let otherScheme = LecternError(
        .invalidCredentials,
        "Authorization header must use the Bearer scheme"
    )

    /// Whether it claims to be an API token.
    var isAPIToken: Bool { text.hasPrefix("tapub_") }
}
