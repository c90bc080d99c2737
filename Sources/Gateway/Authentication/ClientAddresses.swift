import Directory

/// Tells the address of a client, also behind proxies that the operator trusts.
struct ClientAddresses: Sendable {
    private let trustedProxies: [AddressRange]

    init(trustedProxies: [AddressRange]) {
        self.trustedProxies = trustedProxies
    }

    /// The client's address: the peer's, or the last one in `X-Forwarded-For` that is not a trusted proxy's.
    ///
    /// The peer is nil for a Unix socket; the values of the header come in their order.
    func client(peer: String?, forwarded: [String]) -> String {
        // Only a process on this machine can reach a Unix socket, and it takes the place of a local proxy.
        let peer = peer ?? "127.0.0.1"
        guard isTrusted(peer) else { return peer }
        let hops: [String] = forwarded.joined(separator: ",").split(separator: ",").map { part in
            String(part.filter { $0 != " " && $0 != "\t" })
        }
        var client = peer
        for hop in hops.reversed() {
            // What is no address was not written by a proxy that we trust.
            guard AddressRange(hop) != nil, !hop.contains("/") else { return client }
            client = hop
            guard isTrusted(hop) else { return client }
        }
        return client
    }

    private func isTrusted(_ address: String) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }
}
