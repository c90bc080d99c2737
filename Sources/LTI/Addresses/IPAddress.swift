#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An IPv4 or IPv6 address; an IPv4 address written as IPv6 (`::ffff:192.0.2.7`) is the IPv4 address.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address's four or sixteen bytes.
    public let bytes: [UInt8]

    /// Takes four or sixteen bytes; nil for any other number.
    public init?(_ bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16: self.bytes = bytes.starts(with: IPAddress.mappedPrefix) ? Array(bytes[12...]) : bytes
        default: return nil
        }
    }

    /// Parses the usual forms, without zone or brackets; nil for anything else, `127.1` and `010.0.0.1` included.
    public init?(_ text: String) {
        // inet_pton would read no further than a null character and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        var sixteen = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(withUnsafeBytes(of: &four) { Array($0) })
        } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
            self.init(withUnsafeBytes(of: &sixteen) { Array($0) })
        } else {
            return nil
        }
    }

    /// The usual form.
    public var description: String {
        var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        text.withUnsafeMutableBytes { buffer in
            _ = inet_ntop(
                family,
                bytes,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                socklen_t(INET6_ADDRSTRLEN)
            )
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
}
