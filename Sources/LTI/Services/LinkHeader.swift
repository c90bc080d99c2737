/// Finds pages in `Link` headers (RFC 8288), leniently (LTI rule G3).
public enum LinkHeader {
    /// The most pages that are worth following.
    public static let longestWalk = 10_000

    /// The URL of the next page; nil when there is none, or it is on another host.
    ///
    /// Platforms were seen to write `&amp;` inside the URL, and curly quotes around the relation.
    ///
    /// - Parameters:
    ///   - values: the values of the header, one for each line.
    ///   - page: the URL of the present page.
    /// - Returns: the URL of the next page.
    public static func next(_ values: [String], after page: WebURL) -> WebURL? {
        link("next", values, page)
    }

    /// The URL that will list what has changed since (LTI rule N2); nil when there is none, or it is on another host.
    ///
    /// - Parameters:
    ///   - values: the values of the header, one for each line.
    ///   - page: the URL of the present page.
    /// - Returns: the URL.
    public static func differences(_ values: [String], after page: WebURL) -> WebURL? {
        link("differences", values, page)
    }

    private static func link(_ relation: String, _ values: [String], _ page: WebURL) -> WebURL? {
        for value in values {
            for link in links(in: value) where link.relations.contains(relation) {
                let text = link.target.replacing("&amp;", with: "&")
                let isPath = text.hasPrefix("/") && !text.hasPrefix("//")
                guard let next = WebURL(isPath ? page.origin + text : text) else { continue }
                return next.origin == page.origin ? next : nil
            }
        }
        return nil
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
