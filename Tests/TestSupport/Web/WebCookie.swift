/// A cookie as a browser keeps it.
package struct WebCookie: Sendable {
    package let name: String
    package let value: String
    package let host: String
    package let path: String
    package let isSecure: Bool
    package let isHTTPOnly: Bool
    package let isPartitioned: Bool
    /// In lower case; browsers take `lax` where nothing is said.
    package let sameSite: String
    /// So many seconds from now; nil until the browser is closed.
    package let maximumAge: Int?

    /// Reads a `Set-Cookie` of an answer; nil for what browsers refuse.
    init?(_ header: String, from place: WebAddress) {
        let parts = header.split(separator: ";", omittingEmptySubsequences: false)
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return nil }
        var attributes: [String: String] = [:]
        for part in parts.dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            attributes[words[0].filter { $0 != " " }.lowercased()] = words.count == 2 ? String(words[1]) : ""
        }
        name = pair[0].filter { $0 != " " }
        value = String(pair[1])
        host = place.host
        let folder = place.path.prefix(upTo: place.path.lastIndex(of: "/") ?? place.path.startIndex)
        path = attributes["path"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (folder.isEmpty ? "/" : String(folder))
        isSecure = attributes["secure"] != nil
        isHTTPOnly = attributes["httponly"] != nil
        isPartitioned = attributes["partitioned"] != nil
        sameSite = attributes["samesite"]?.lowercased() ?? "lax"
        maximumAge = attributes["max-age"].flatMap { Int($0) }
        let isWell =
            attributes["domain"] == nil && (!isSecure || place.isSecure) && (sameSite != "none" || isSecure)
            && (!isPartitioned || isSecure) && (!name.hasPrefix("__Secure-") || isSecure)
            && (!name.hasPrefix("__Host-") || (isSecure && path == "/"))
        guard isWell else { return nil }
    }

    /// Whether it belongs to requests for a path.
    func covers(_ path: String) -> Bool {
        path == self.path || path.hasPrefix(self.path.hasSuffix("/") ? self.path : self.path + "/")
    }
}
