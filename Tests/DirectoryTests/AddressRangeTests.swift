import Directory
import Testing

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("192.0.2.7", "::ffff:192.0.2.7", true),
        ("192.0.2.7", "::FFFF:c000:0207", true), ("192.0.2.7", "::192.0.2.7", false), ("192.0.2.7", "", false),
        ("192.0.2.7", "192.0.2.7/32", false), ("192.0.2.7", "192.0.2.7:80", false), ("192.0.2.7", "host", false),
        ("192.0.2.7", "192.0.2.7\u{0}", false), ("192.0.2.7/32", "192.0.2.7", true),
        ("192.0.2.7/32", "192.0.2.6", false),
        ("192.0.2.7/31", "192.0.2.6", true), ("192.0.2.7/31", "192.0.2.8", false),
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
        ("192.0.2.0/24", "192.0.1.255", false), ("192.0.2.99/24", "192.0.2.1", true),
        ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.128", true),
        ("10.16.0.0/12", "10.31.255.255", true), ("10.16.0.0/12", "10.32.0.0", false),
        ("128.0.0.0/1", "255.1.2.3", true),
        ("128.0.0.0/1", "127.255.255.255", false), ("0.0.0.0/0", "255.255.255.255", true),
        ("0.0.0.0/0", "::ffff:1.2.3.4", true), ("0.0.0.0/0", "2001:db8::1", false),
    ])
    func fourByteRanges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true), ("2001:db8::1", "2001:db8::2", false),
        ("2001:db8::1", "2001:db8::1%1", false), ("2001:db8::1", "[2001:db8::1]", false),
        ("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:db8::/32", "2001:db7:ffff::", false), ("2001:db8::/33", "2001:db8:8000::", false),
        ("2001:db8::/33", "2001:db8:7fff::", true), ("2001:db8::/127", "2001:db8::1", true),
        ("2001:db8::/127", "2001:db8::2", false), ("2001:db8::/128", "2001:db8::", true),
        ("2001:db8::/128", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("::/0", "192.0.2.7", false),
        ("::1", "127.0.0.1", false), ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
    ])
    func sixteenByteRanges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    /// An IPv4 address written as IPv6 is that IPv4 address; its prefix counts all 128 bits.
    @Test(arguments: [
        ("::ffff:192.0.2.7", "192.0.2.7", true), ("::ffff:192.0.2.7", "192.0.2.8", false),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7", true), ("::ffff:192.0.2.0/120", "192.0.2.255", true),
        ("::ffff:192.0.2.0/120", "192.0.3.0", false), ("::ffff:192.0.2.7/128", "192.0.2.7", true),
        ("::ffff:192.0.2.7/128", "192.0.2.6", false), ("::ffff:0:0/96", "203.0.113.9", true),
        ("::ffff:0:0/96", "2001:db8::1", false),
    ])
    func mappedRanges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "/24", "host", "192.0.2", "192.0.2.256", "192.0.2.7.1", "192.0.02.7", " 192.0.2.7", "192.0.2.7 ",
        "192.0.2.7:80", "[::1]", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+8", "192.0.2.0/8/8",
        "192.0.2.0/a", "192.0.2.0/255.255.255.0", "192.0.2.0/99999999999999999999", "192.0.2.0/٨", "2001:db8::/129",
        "2001:db8:::1", "2001:db8::g", "fe80::1%eth0", "12345::", "::ffff:192.0.2.0/24", "::ffff:192.0.2.0/95",
        "::ffff:192.0.2.0/129", "192.0.2.7\u{0}", "192.0.2.7\u{0},0.0.0.0/0", "192.0.2.7,192.0.2.8", "0x7f.0.0.1",
        "127.1",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: ["192.0.2.99/24", "2001:DB8::1", "::ffff:192.0.2.0/120"])
    func theDescriptionIsTheTextAsGiven(text: String) {
        #expect(AddressRange(text)?.description == text)
    }
}
