public import Model

/// A web origin that may show an organization's lessons: `https://host[:port]`, or `https://*.host[:port]` for all hosts below
/// one.
///
/// It is kept as browsers write origins: lower case, without a default port. `http` is for this machine only. Addresses of IP
/// version 6 are left out, since a `frame-ancestors` directive cannot name them.
public struct OriginPattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern, as browsers write origins.
    public let description: String

    /// Reads a pattern as a person writes it.
    ///
    /// - Throws: `LecternError` `invalid` with the reason.
    public init(_ text: String) throws(LecternError) {
        let lower = text.lowercased()
        guard let separator = lower.firstRange(of: "://") else {
            throw Self.wrong(text, "must be https://host[:port]")
        }
        let scheme = lower[..<separator.lowerBound]
        let authority = lower[separator.upperBound...]
        let portStart = authority.lastIndex(of: ":") ?? authority.endIndex
        let host = authority[..<portStart]
        let isWildcard = host.hasPrefix("*.")
        let name = isWildcard ? host.dropFirst(2) : host
        guard Self.isHost(name, labels: isWildcard ? 2 : 1) else {
            throw Self.wrong(text, "must be https://host[:port] without a path, or https://*.example.org")
        }
        switch scheme {
        case "https": break
        case "http":
            guard !isWildcard, Self.isThisMachine(name) else {
                throw Self.wrong(text, "must be https but on localhost")
            }
        default: throw Self.wrong(text, "must be https://host[:port]")
        }
        guard let port = Self.port(authority[portStart...], default: scheme == "https" ? 443 : 80) else {
            throw Self.wrong(text, "has a port that is none")
        }
        description = "\(scheme)://\(host)\(port)"
    }

    /// Whether an origin, as a browser writes it in `Origin`, is one of the pattern's.
    public func matches(_ origin: String) -> Bool {
        guard let star = description.utf8.firstIndex(of: UInt8(ascii: "*")) else { return description == origin }
        let prefix = description.utf8[..<star]
        let suffix = description.utf8[description.utf8.index(after: star)...]
        let bytes = origin.utf8
        guard bytes.count > prefix.count + suffix.count, bytes.starts(with: prefix),
            bytes.suffix(suffix.count).elementsEqual(suffix)
        else { return false }
        // No more than host names: whatever is echoed to the caller is made of nothing else.
        let labels = bytes.dropFirst(prefix.count).dropLast(suffix.count)
        return labels.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
    }

    // MARK: Parts

    private static func wrong(_ text: String, _ reason: String) -> LecternError {
        .invalid("origin \(text): \(reason)")
    }

    /// The port with its colon, empty for the default one; nil for what is no port.
    private static func port(_ text: Substring, default usual: UInt16) -> String? {
        guard !text.isEmpty else { return "" }
        let digits = text.dropFirst()
        guard digits.utf8.allSatisfy(isDigit), let port = UInt16(digits), port > 0 else { return nil }
        return port == usual ? "" : ":\(port)"
    }

    /// Whether a text is a host name of so many labels or more, or an IPv4 address as browsers write it.
    private static func isHost(_ text: Substring, labels: Int) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count >= labels, text.utf8.count <= 253, parts.allSatisfy(isLabel), let last = parts.last else {
            return false
        }
        // Browsers take a host that ends in a number for an address.
        guard last.allSatisfy(isDigit) else { return true }
        return parts.count == 4 && labels == 1
            && parts.allSatisfy { part in
                UInt8(String(decoding: part, as: UTF8.self)).map { String($0).utf8.elementsEqual(part) } ?? false
            }
    }

    private static func isLabel(_ bytes: Substring.UTF8View.SubSequence) -> Bool {
        (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { byte in
                isDigit(byte) || byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isThisMachine(_ host: Substring) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost")
            || (host.hasPrefix("127.") && host.utf8.last.map(isDigit) == true)
    }
}
