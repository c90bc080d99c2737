import Model
import Testing

@Suite struct ConfigurationTests {
    struct BadValue: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        var testDescription: String { "\(name)=\(value)" }
    }

    @Test(arguments: [
        BadValue("LISTEN", "8080"), BadValue("LISTEN", ":8080"), BadValue("LISTEN", "127.0.0.1:65536"),
        BadValue("LISTEN", "unix:relative"), BadValue("LISTEN", "unix:/" + String(repeating: "x", count: 108)),
        BadValue("INTERNAL_LISTEN", "127.0.0.1:"), BadValue("CORE_LISTEN", "127.0.0.1:-1"),
        BadValue("PUBLIC_URL", "http://lectern.example"), BadValue("PUBLIC_URL", "https://"),
        BadValue("PUBLIC_URL", "http://localhost.example"), BadValue("PUBLIC_URL", "https://a.example/?q"),
        BadValue("PUBLIC_URL", "https://a b"), BadValue("PUBLIC_URL", "https://user@a.example"),
        BadValue("CORE_URL", "https://core"), BadValue("CORE_URL", "http://"), BadValue("CORE_URL", "http://a:port"),
        BadValue("CORE_DEADLINE_MS", "9"), BadValue("CORE_DEADLINE_MS", "60001"), BadValue("GUESTS", "yes"),
        BadValue("GUEST_REQUESTS_PER_MINUTE", "0"), BadValue("AUTH_FAILURES_PER_MINUTE", "-1"),
        BadValue("TRUSTED_PROXIES", "proxy"), BadValue("TRUSTED_PROXIES", "10.0. 0.1"),
        BadValue("TRUSTED_PROXIES", "10.0.0.0/8,::/0"), BadValue("TRUSTED_PROXIES", "0.0.0.0/0"),
        BadValue("HOT_PATH", "true"), BadValue("CACHE_MIB", "64M"), BadValue("CACHE_MIB", "-1"),
        BadValue("PAGE_CACHE_KIB", "63"), BadValue("MAX_BODY_BYTES", "1023"), BadValue("MAX_BODY_BYTES", "16777217"),
        BadValue("MAX_CONNECTIONS", "0"), BadValue("IDLE_TIMEOUT_SECONDS", "0"),
        BadValue("RECEIVE_TIMEOUT_SECONDS", "3601"), BadValue("FEED_RETENTION_HOURS", "0"),
        BadValue("ACCESS_LOG", "some"), BadValue("LOG_LEVEL", "loud"),
    ])
    func aBadValueEndsWith78AndIsNamed(value: BadValue) async throws {
        let lectern = try await Lectern()
        for command in ["check-config", "serve"] {
            let result = try await lectern.attempt([command], [value.name: value.value])
            #expect(result.end == .status(78))
            #expect(result.remarks.contains("LECTERN_\(value.name) must "), "\(result.remarks)")
            #expect(result.output.isEmpty)
        }
    }

    @Test(arguments: [
        (["LISTEN": "0.0.0.0:8080"], "Set LECTERN_PUBLIC_URL"),
        (["LISTEN": "[::]:8080"], "Set LECTERN_PUBLIC_URL"),
        (["LISTEN": "127.0.0.1:9", "INTERNAL_LISTEN": "127.0.0.1:9"], "LECTERN_LISTEN and LECTERN_INTERNAL_LISTEN"),
        (["CORE_LISTEN": "unix:/tmp/s", "LISTEN": "unix:/tmp/s"], "LECTERN_LISTEN and LECTERN_CORE_LISTEN"),
    ])
    func anUnsafeCombinationEndsWith78AndSaysWhatToSet(settings: [String: String], remark: String) async throws {
        let lectern = try await Lectern()
        for command in ["check-config", "serve", "gateway", "core"] {
            let result = try await lectern.attempt([command], settings)
            #expect(result.end == .status(78))
            #expect(result.remarks.contains(remark), "\(result.remarks)")
        }
    }

    @Test func theFileCountsBelowTheEnvironment() async throws {
        let lectern = try await Lectern(["CONFIG": "lectern.json", "CACHE_MIB": "7"], keys: false)
        let file = #"{"lectern":{"cacheMib":5,"maxConnections":"99","hotPath":false,"guests":true,"keys":"keys/"}}"#
        try lectern.write(file, to: "lectern.json")
        try await lectern.run("keys", "init")
        let values = try await lectern.run("check-config", "--json").json()
        let expected = [
            "CACHE_MIB": "7", "MAX_CONNECTIONS": "99", "HOT_PATH": "off", "GUESTS": "on", "IDLE_TIMEOUT_SECONDS": "75",
        ]
        for (name, value) in expected { #expect(values["LECTERN_\(name)"]?.string == value) }
        #expect(try await lectern.run("check-config").output.contains("\nLECTERN_CACHE_MIB=7\n"))
    }

    @Test(arguments: [
        ("{", "is not JSON"), ("[]", "must be an object"), (#"{"listen":"127.0.0.1:80"}"#, "the one member lectern"),
        (#"{"lectern":{"lisen":"127.0.0.1:80"}}"#, "lectern.lisen, which is no key"),
        (#"{"lectern":{"guests":["on"]}}"#, "lectern.guests as a string"),
        (#"{"lectern":{"guests":null}}"#, "lectern.guests as a string"),
        (#"{"lectern":{"cacheMib":1.5}}"#, "LECTERN_CACHE_MIB must be a whole number"),
        (#"{"lectern":{"cacheMib":1,"cacheMib":2}}"#, "lectern.cacheMib twice"),
    ])
    func aBadFileEndsWith78AndNamesTheKey(file: String, remark: String) async throws {
        let lectern = try await Lectern()
        try lectern.write(file, to: "lectern.json")
        let result = try await lectern.attempt(["check-config"], ["CONFIG": "lectern.json"])
        #expect(result.end == .status(78))
        #expect(result.remarks.contains(remark), "\(result.remarks)")
    }

    @Test func aMissingFileEndsWith78() async throws {
        let result = try await Lectern().attempt(["serve"], ["CONFIG": "nowhere.json"])
        #expect(result.end == .status(78))
        #expect(result.remarks.contains("The configuration file nowhere.json cannot be read"))
    }
}
