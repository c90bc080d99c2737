/// Finds pages in `Link` headers (RFC 8288), leniently (LTI rule G3).
public enum LinkHeader {
    /// The most pages that are worth following.
    public static let longestWalk = 10_000

    /// Where a list goes on.
    public enum Next: Sendable, Equatable {
        /// On this page.
        case page(WebURL)
        /// Nowhere: this is the last page.
        case end
        /// At an address that must not be called, so the list cannot be had as a whole.
        case refused
    }

    /// The next page.
    ///
    /// Platforms were seen to write `&amp;` inside the URL, and curly quotes around the relation. Those behind a proxy
    /// that ends TLS may write `http` for their own host: that is called by `https`, as the page before was.
    ///
    /// - Parameters:
    ///   - values: the values of the header, one for each line.
    ///   - page: the URL of the present page.
    /// - Returns: the URL of the next page; `refused` for one that does not read, or is on another host.
    public static func next(_ values: [String], after page: WebURL) -> Next {
        link("next", values, page)
    }

    /// The URL that will list what has changed since (LTI rule N2); nil when there is none, or it is on another host.
    ///
    /// - Parameters:
    ///   - values: the values of the header, one for each line.
    ///   - page: the URL of the present page.
    /// - Returns: the URL.
    public static func differences(_ values: [String], after page: WebURL) -> WebURL? {
        if case .page(let url) = link("differences", values, page) { url } else { nil }
    }

    private static func link(_ relation: String, _ values: [String], _ page: WebURL) -> Next {
        var isNamed = false
        for value in values {
            for link in links(in: value) where link.relations.contains(relation) {
                let text = link.target.replacing("&amp;", with: "&")
                let isPath = text.hasPrefix("/") && !text.hasPrefix("//")
                isNamed = true
                guard let next = WebURL(isPath ? page.origin + text : text) else { continue }
                if next.origin == page.origin { return .page(next) }
                guard page.isSecure, !next.isSecure, let secure = WebURL("https\(next.text.dropFirst(4))"),
                    secure.origin == page.origin
                else { return .refused }
                return .page(secure)
            }
        }
        return isNamed ? .refused : .end
    }

    private static func links(in value: String) -> [(target: String, relations: [String])] {
        // Each part but the first begins with a target, and ends with its parameters.
        value.split(separator: "<", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            guard let end = part.firstIndex(of: ">") else { return nil }
            let target = part[..<end].trimmingPrefix { $0 == " " }
            var relations: [String] = []
            for parameter in part[part.index(after: end)...].split(whereSeparator: { $0 == ";" || $0 == "," }) {
                let pair = parameter.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "rel" else { continue }
                let words = pair[1].lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "-") }
                relations += words.map(String.init)
            }
            return (String(target), relations)
        }
    }
}
