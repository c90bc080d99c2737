import Model

/// An absolute http or https URL, read strictly: whatever two readers could understand in two ways is none.
///
/// There is no user name in it, no white space, control character or backslash, and its host is a name of letters,
/// digits, dashes, dots and underscores or an IP address in its usual form.
public struct WebURL: Sendable, Hashable, CustomStringConvertible {
    /// The URL as it was given.
    public let text: String
    /// Whether the scheme is https.
    public let isSecure: Bool
    /// The host in lower case, IPv6 without brackets.
    public let host: String
    /// The port, also when it is the scheme's own and not written.
    public let port: Int
    /// The path; `/` when none is written.
    public let path: String
    /// What follows the question mark, without the fragment; nil when there is none.
    public let query: String?
    /// Whether there is a fragment.
    public let hasFragment: Bool
    /// Everything before the path.
    private let prefix: String

    /// Reads a URL; nil when it is none of this kind.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }),
            let separator = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        switch text[..<separator].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: return nil
        }
        let rest = text[text.utf8.index(after: separator)...].utf8
        guard rest.starts(with: "//".utf8) else { return nil }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
        guard authority.allSatisfy({ $0 < 0x80 }), let (host, port) = WebURL.split(authority) else { return nil }
        self.text = text
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        prefix = String(text[..<authority.endIndex])
        let location = text.utf8[authority.endIndex...]
        let path = location.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        self.path = path.isEmpty ? "/" : String(Substring(path))
        let end = location.firstIndex(of: UInt8(ascii: "#")) ?? location.endIndex
        hasFragment = end != location.endIndex
        query = path.endIndex < end ? String(Substring(location[path.endIndex..<end].dropFirst())) : nil
    }

    /// The origin as browsers write it: scheme, host, and the port unless it is the scheme's own.
    public var origin: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        let suffix = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return "\(isSecure ? "https" : "http")://\(name)\(suffix)"
    }

    /// The host with the port unless it is the scheme's own.
    public var authority: String { String(origin.dropFirst(isSecure ? 8 : 7)) }

    /// The address, when the host is one.
    public var address: IPAddress? { IPAddress(host) }

    /// Whether the host is this machine by name or address.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || address?.kind == .loopback
    }

    /// The URL as it was given.
    public var description: String { text }

    /// Whether both texts have the same bytes.
    public static func == (left: WebURL, right: WebURL) -> Bool { left.text.isExactly(right.text) }

    /// Feeds the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(ExactText(text)) }

    // MARK: - Building

    /// The text with a segment at the end of the path; the query stays (LTI rule G1), a fragment goes.
    public func adding(segment: String) -> String {
        let start = path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
        return "\(prefix)\(start)/\(segment)" + (query.map { "?\($0)" } ?? "")
    }

    /// The text with more pairs at the end of the query; a fragment goes.
    public func adding(query pairs: [(name: String, value: String)]) -> String {
        let added = FormFields.encode(pairs)
        guard !added.isEmpty else { return text }
        let kept = query ?? ""
        let joint = kept.isEmpty || kept.utf8.last == UInt8(ascii: "&") ? "" : "&"
        return "\(prefix)\(path)?\(kept)\(joint)\(added)"
    }

    // MARK: - Reading

    private static func split(_ authority: Substring.UTF8View.SubSequence) -> (host: String, port: Int?)? {
        var name = authority
        var port: Int?
        // The colons of an IPv6 address lie before its bracket.
        let afterBracket = authority.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: UInt8(ascii: ":")) {
            let digits = authority[authority.index(after: colon)...]
            guard (1...5).contains(digits.count), digits.allSatisfy(isDigit),
                let number = Int(Substring(digits)), (1...65_535).contains(number)
            else { return nil }
            port = number
            name = authority[..<colon]
        }
        let host = Substring(name).lowercased()
        if name.first == UInt8(ascii: "[") {
            guard name.last == UInt8(ascii: "]"), let address = IPAddress(String(host.dropFirst().dropLast())),
                host.utf8.contains(UInt8(ascii: ":"))
            else { return nil }
            return (address.description, port)
        }
        return isHostName(host) ? (host, port) : nil
    }

    /// Whether a text is a host name or an IPv4 address; one that ends in a number must be an address in its usual
    /// form, since resolvers read `127.1` and `0x7f.1` as addresses, too.
    private static func isHostName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isWellFormed = labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { isDigit($0) || isLowerLetter($0) || $0 == 0x2D || $0 == 0x5F }
        }
        guard isWellFormed, host.utf8.count <= 253, let last = labels.last else { return false }
        let isNumber = last.allSatisfy(isDigit) || last.starts(with: "0x".utf8)
        return !isNumber || IPAddress(host) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLowerLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
