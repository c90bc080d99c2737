import Directory
import Testing

@testable import Gateway

@Suite struct ClientAddressesTests {
    /// Trusted ranges, the peer, `X-Forwarded-For`, and who the client is.
    struct Case: Sendable, CustomTestStringConvertible {
        let trusted: [String]
        let peer: String?
        let forwarded: [String]
        let client: String

        init(_ trusted: [String], _ peer: String?, _ forwarded: [String], _ client: String) {
            self.trusted = trusted
            self.peer = peer
            self.forwarded = forwarded
            self.client = client
        }

        var testDescription: String { "\(peer ?? "socket") \(forwarded) by \(trusted)" }
    }

    private static let local = ["127.0.0.1"]
    private static let two = ["127.0.0.1", "10.0.0.0/8"]

    @Test(arguments: [
        Case([], "192.0.2.1", [], "192.0.2.1"), Case([], "192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        Case([], nil, ["198.51.100.1"], "127.0.0.1"), Case(local, "192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        Case(local, "127.0.0.1", [], "127.0.0.1"), Case(local, "127.0.0.1", [""], "127.0.0.1"),
        Case(local, "127.0.0.1", ["198.51.100.1"], "198.51.100.1"), Case(local, nil, ["198.51.100.1"], "198.51.100.1"),
        Case(local, "::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        Case(local, "127.0.0.1", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        Case(local, "127.0.0.1", ["203.0.113.9", "198.51.100.1"], "198.51.100.1"),
        Case(local, "127.0.0.1", [" 203.0.113.9 ,\t198.51.100.1 "], "198.51.100.1"),
        Case(two, "127.0.0.1", ["198.51.100.1, 10.1.1.1"], "198.51.100.1"),
        Case(two, "127.0.0.1", ["203.0.113.9, 198.51.100.1, 10.1.1.1, 10.2.2.2"], "198.51.100.1"),
        Case(two, "127.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        Case(local, "127.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        Case(["::1"], "::1", ["2001:db8::1"], "2001:db8::1"),
        // What is no address ends the search.
        Case(local, "127.0.0.1", ["unknown"], "127.0.0.1"), Case(local, "127.0.0.1", ["198.51.100.1, "], "127.0.0.1"),
        Case(two, "127.0.0.1", ["198.51.100.1, x, 10.1.1.1"], "10.1.1.1"),
        Case(local, "127.0.0.1", ["198.51.100.0/24"], "127.0.0.1"),
        Case(local, "127.0.0.1", ["198.51.100.1:4711"], "127.0.0.1"), Case(local, "127.0.0.1", [",,,"], "127.0.0.1"),
    ])
    func clientIsFoundBehindTrustedProxiesOnly(example: Case) {
        let addresses = ClientAddresses(trustedProxies: example.trusted.compactMap { AddressRange($0) })
        #expect(addresses.client(peer: example.peer, forwarded: example.forwarded) == example.client)
    }
}
