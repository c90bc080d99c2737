import LTI

/// Issuers that the provider of a system shares among its customers, and from whose hosts their configuration may come;
/// all others must be on their issuer's host (LTI rule Y2).
enum SharedIssuers {
    private static let domains: [(issuer: String, domains: [String])] = [
        ("https://canvas.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://canvas.beta.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://canvas.test.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://blackboard.com", ["blackboard.com", "anthology.com"]),
    ]

    /// The issuers that a configuration at a URL may name, beside its own host's.
    static func allowed(at source: WebURL) -> [String] {
        guard source.isSecure else { return [] }
        return domains.filter { entry in
            entry.domains.contains { source.host == $0 || source.host.hasSuffix(".\($0)") }
        }.map(\.issuer)
    }
}
