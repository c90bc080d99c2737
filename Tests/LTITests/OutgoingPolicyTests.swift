import LTI
import Model
import Testing

@Suite struct OutgoingPolicyTests {
    @Test(arguments: [
        ("8.8.8.8", IPAddress.Kind.global), ("127.0.0.1", .loopback), ("127.255.255.255", .loopback),
        ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork), ("172.31.255.255", .privateNetwork),
        ("172.15.0.1", .global), ("172.32.0.1", .global), ("192.168.1.1", .privateNetwork), ("192.169.0.1", .global),
        ("169.254.169.254", .linkLocal), ("100.64.0.1", .sharedNetwork), ("100.127.255.255", .sharedNetwork),
        ("100.63.0.1", .global), ("100.128.0.1", .global), ("0.0.0.0", .unspecified), ("0.1.2.3", .reserved),
        ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("240.0.0.1", .reserved),
        ("255.255.255.255", .reserved), ("192.0.0.8", .reserved), ("192.0.2.1", .reserved), ("198.18.0.1", .reserved),
        ("198.19.255.255", .reserved), ("198.20.0.1", .global), ("198.51.100.1", .reserved), ("203.0.113.1", .reserved),
        ("::", .unspecified), ("::1", .loopback), ("::2", .reserved), ("::127.0.0.1", .reserved),
        ("::ffff:127.0.0.1", .loopback), ("::ffff:10.0.0.1", .privateNetwork), ("::ffff:8.8.8.8", .global),
        ("::ffff:a9fe:a9fe", .linkLocal), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
        ("fec0::1", .privateNetwork),
        ("fc00::1", .uniqueLocal), ("fdff::1", .uniqueLocal), ("ff02::1", .multicast), ("2606:4700::1111", .global),
        ("2001:db8::1", .reserved), ("2001::1", .reserved), ("2001:4860:4860::8888", .global), ("3fff::1", .reserved),
        ("64:ff9b::7f00:1", .loopback), ("64:ff9b::808:808", .global), ("64:ff9b:1::1", .reserved),
        ("2002:7f00:1::", .loopback), ("2002:a00:1::", .privateNetwork), ("2002:808:808::", .global),
        ("100::1", .reserved), ("4000::1", .reserved), ("::ffff:0:127.0.0.1", .reserved), ("5f00::1", .reserved),
    ])
    func addressesAreOfAKind(text: String, kind: IPAddress.Kind) throws {
        #expect(try #require(IPAddress(text)).kind == kind)
    }

    @Test(arguments: ["", "127.1", "0177.0.0.1", "1.2.3", "1.2.3.4 ", "::1%lo", "[::1]", "localhost", "1.2.3.4\0"])
    func otherTextsAreNoAddresses(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func onlyTheInternetIsReachedUnlessLocal() throws {
        let kinds: [String: (public: Bool, local: Bool)] = [
            "8.8.8.8": (true, true), "127.0.0.1": (false, true), "10.0.0.1": (false, true), "fd00::1": (false, true),
            "100.64.0.1": (false, true), "169.254.169.254": (false, false), "fe80::1": (false, false),
            "0.0.0.0": (false, false), "224.0.0.1": (false, false), "240.0.0.1": (false, false), "::": (false, false),
        ]
        for (text, expected) in kinds {
            let address = try #require(IPAddress(text))
            #expect(OutgoingPolicy(isLocal: false).permits(address) == expected.public, "\(text)")
            #expect(OutgoingPolicy(isLocal: true).permits(address) == expected.local, "\(text)")
        }
    }

    @Test(arguments: [
        ("https://lms.example/keys", true, true), ("https://lms.example:8443/keys?x", true, true),
        ("https://8.8.8.8/", true, true), ("http://lms.example/keys", false, false),
        ("http://localhost:8080/", false, true), ("https://localhost/", false, true),
        ("http://127.0.0.1/", false, true),
        ("http://[::1]:80/", false, true), ("https://10.0.0.1/", false, true), ("http://10.0.0.1/", false, false),
        ("https://[::ffff:127.0.0.1]/", false, true), ("https://169.254.169.254/latest/", false, false),
        ("https://[::]/", false, false), ("https://0.0.0.0/", false, false), ("https://127.1/", false, false),
        ("https://lms.example/#x", false, false), ("https://lms.example/ü", false, false),
        ("file:///etc", false, false),
        ("https://u:p@lms.example/", false, false), ("", false, false),
    ])
    func urlsAreChecked(text: String, isPublic: Bool, isLocal: Bool) {
        #expect((try? OutgoingPolicy(isLocal: false).check(text)) != nil ? isPublic : !isPublic)
        #expect((try? OutgoingPolicy(isLocal: true).check(text)) != nil ? isLocal : !isLocal)
    }

    @Test func anErrorShowsNoControlCharacters() {
        #expect {
            try OutgoingPolicy(isLocal: false).check("https://x\n\u{7}" + String(repeating: "y", count: 999))
        } throws: { error in
            guard let error = error as? LecternError else { return false }
            return error.code == .invalid && !error.message.contains("\n") && error.message.count < 300
        }
    }

    @Test(
        arguments: [
            ("/other", "https://lms.example/other"), ("https://lms.example/x", "https://lms.example/x"),
            ("https://LMS.example:443/x", "https://LMS.example:443/x"), ("https://evil.example/", nil),
            ("//evil.example/", nil), ("http://lms.example/", nil), ("https://lms.example:8443/", nil), ("x", nil),
            ("", nil),
        ] as [(String, String?)]
    )
    func redirectsStayOnTheHost(location: String, result: String?) throws {
        let url = try #require(WebURL("https://lms.example/keys"))
        #expect((try? OutgoingPolicy(isLocal: false).redirect(from: url, to: location))?.text == result)
    }

    @Test func registrationsAreCheckedWhole() throws {
        var draft = LaunchDraft()
        try draft.registration.check()
        draft.issuer = "http://lms.example"
        #expect(throws: LecternError.self) { try draft.registration.check() }
        draft.issuer = "https://lms.example"
        draft.clientID = ""
        #expect(throws: LecternError.self) { try draft.registration.check() }
    }
}
