/// The parts of an http or https URL that a browser looks at.
package struct WebAddress: Sendable, Equatable {
    package let scheme: String
    /// Host and port as they are written.
    package let authority: String
    /// Without a port.
    package let host: String
    /// Path and query.
    package let target: String

    /// Reads a URL; a fragment is left out.
    package init?(_ url: String) {
        guard let separator = url.firstRange(of: "://") else { return nil }
        scheme = String(url[..<separator.lowerBound])
        let rest = url[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        self.authority = String(authority)
        host = String(authority.prefix { $0 != ":" })
        let target = rest[authority.endIndex...]
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    package var origin: String { "\(scheme)://\(authority)" }
    package var path: String { String(target.prefix { $0 != "?" }) }
    /// What follows the question mark.
    package var query: String { target.contains("?") ? String(target.drop { $0 != "?" }.dropFirst()) : "" }

    /// Whether browsers take a connection to it for secure.
    package var isSecure: Bool { scheme == "https" || host == "127.0.0.1" || host == "localhost" }

    /// Where a link or `Location` on this page leads.
    package func resolve(_ reference: String) -> String {
        if reference.contains("://") { return reference }
        if reference.hasPrefix("//") { return "\(scheme):\(reference)" }
        if reference.hasPrefix("/") { return origin + reference }
        if reference.isEmpty { return origin + target }
        if reference.hasPrefix("?") { return origin + path + reference }
        return origin + path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + reference
    }
}
