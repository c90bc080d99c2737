/// A URL of a scheme, a host, perhaps a port and a path, and nothing else.
struct URLText {
    /// The host as written, an IPv6 address with its brackets.
    let host: Substring

    /// Takes a URL apart; nil for another scheme, and for what is not of this form.
    init?(_ text: String, scheme: String) {
        let rest = text.dropFirst(scheme.count + 3)
        guard text.hasPrefix("\(scheme)://"), rest.utf8.allSatisfy({ Self.isAllowed($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        let portStart = authority.hasSuffix("]") ? nil : authority.lastIndex(of: ":")
        host = authority[..<(portStart ?? authority.endIndex)]
        guard !host.isEmpty, host.hasPrefix("[") == host.hasSuffix("]") else { return nil }
        guard let portStart else { return }
        guard let port = UInt16(authority[authority.index(after: portStart)...]), port > 0 else { return nil }
    }

    /// Letters, digits and what a host, a port or a path may hold besides (RFC 3986); no query, fragment or user.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~%:/[]".utf8.contains(byte)
        }
    }
}
