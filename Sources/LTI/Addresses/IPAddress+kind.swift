/// What addresses are for, by the registries of RFC 6890.
extension IPAddress {
    /// What an address is for.
    public enum Kind: Sendable, CaseIterable {
        /// A machine on the internet.
        case global
        /// This machine.
        case loopback
        /// A private network (RFC 1918, site-local IPv6).
        case privateNetwork
        /// A private network of IPv6 (RFC 4193).
        case uniqueLocal
        /// The network that the machine is plugged into; clouds keep their machines' secrets there.
        case linkLocal
        /// A provider's network behind its address translation (RFC 6598).
        case sharedNetwork
        /// Many machines at once.
        case multicast
        /// No address yet; connecting to it reaches this machine.
        case unspecified
        /// Kept for documentation, measurements, translation and the future.
        case reserved
    }

    /// What the address is for; one that carries an IPv4 address within (NAT64, 6to4) is of that address's kind.
    public var kind: Kind {
        bytes.count == 4 ? kind(ofIPv4: bytes[...]) : kindOfIPv6
    }

    private func kind(ofIPv4 bytes: ArraySlice<UInt8>) -> Kind {
        let part = Array(bytes)
        switch (part[0], part[1], part[2]) {
        case (0, 0, 0) where part[3] == 0: return .unspecified
        case (0, _, _): return .reserved
        case (10, _, _), (172, 16...31, _), (192, 168, _): return .privateNetwork
        case (100, 64...127, _): return .sharedNetwork
        case (127, _, _): return .loopback
        case (169, 254, _): return .linkLocal
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): return .reserved
        case (224...239, _, _): return .multicast
        case (240..., _, _): return .reserved
        default: return .global
        }
    }

    private var kindOfIPv6: Kind {
        switch (bytes[0], bytes[1]) {
        case (0xFC...0xFD, _): return .uniqueLocal
        case (0xFE, 0x80...0xBF): return .linkLocal
        case (0xFE, 0xC0...0xFF): return .privateNetwork
        case (0xFF, _): return .multicast
        case (0x20, 0x02): return kind(ofIPv4: bytes[2..<6])
        // Teredo and its neighbours, and documentation.
        case (0x20, 0x01) where bytes[2] < 2 || bytes[2...3] == [0x0D, 0xB8]: return .reserved
        case (0x3F, 0xFF) where bytes[2] < 0x10: return .reserved
        case (0x20...0x3F, _): return .global
        default: break
        }
        let isTranslated = bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        if isTranslated { return kind(ofIPv4: bytes[12...]) }
        guard bytes[..<15].allSatisfy({ $0 == 0 }) else { return .reserved }
        switch bytes[15] {
        case 0: return .unspecified
        case 1: return .loopback
        default: return .reserved
        }
    }
}
