#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A network address or range of them (CIDR), IPv4 or IPv6.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// The range as it was given.
    public let description: String
    private let bytes: [UInt8]
    private let prefix: Int

    /// Parses `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = Self.addressBytes(String(parts[0])) else { return nil }
        var prefix = bytes.count * 8
        if parts.count == 2 {
            // The prefix of an IPv4 address written as IPv6 counts the 96 bits before it.
            let bitsBefore = bytes.count == 4 && parts[0].utf8.contains(UInt8(ascii: ":")) ? 96 : 0
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(parts[1]),
                (0...prefix).contains(given - bitsBefore)
            else { return nil }
            prefix = given - bitsBefore
        }
        self.description = text
        self.bytes = bytes
        self.prefix = prefix
    }

    /// Whether an address lies in the range; false when it is no address.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.addressBytes(address), other.count == bytes.count else { return false }
        let whole = prefix / 8
        guard bytes.prefix(whole) == other.prefix(whole) else { return false }
        guard prefix % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (prefix % 8))
        return bytes[whole] & mask == other[whole] & mask
    }

    /// The four or sixteen bytes of an address; an IPv4 address written as IPv6 (`::ffff:192.0.2.7`) gives four.
    private static func addressBytes(_ text: String) -> [UInt8]? {
        // inet_pton would read no further than a null character and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &sixteen) { Array($0) }
        let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.starts(with: mappedPrefix) ? Array(bytes[12...]) : bytes
    }
}
