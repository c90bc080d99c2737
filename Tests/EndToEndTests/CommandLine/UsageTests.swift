import Testing

@Suite struct UsageTests {
    struct Misuse: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let remark: String

        init(_ arguments: String..., says remark: String) {
            self.arguments = arguments
            self.remark = remark
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let nobody = "550e8400-e29b-41d4-a716-446655440000"
    private static let token = ["token", "create", "--organization", nobody, "--name", "N"]

    private static func create(_ more: String..., says remark: String) -> Misuse {
        Misuse(token + more, remark)
    }

    static let misuses: [Misuse] = [
        Misuse("nonsense", says: "nonsense"),
        Misuse("serve", "--port", "1", says: "--port"),
        Misuse("keys", "rotate", says: "<purpose>"),
        Misuse("keys", "rotate", "spice", says: "spice"),
        Misuse("keys", "retire", "embed", "one", says: "one"),
        Misuse("keys", "retire", "embed", "7", says: "There is no embed-7.key"),
        Misuse("platform", "add", "--organization", nobody, "--client-id", "c", says: "--name"),
        Misuse("platform", "list", says: "--organization"),
        Misuse("platform", "list", "--organization", nobody, says: "There is no organization"),
        Misuse("platform", "show", "x", "--organization", nobody, says: "There is no platform x"),
        Misuse("platform", "legacy", "x", "--organization", nobody, says: "There is no platform x"),
        Misuse("platform", "import", "nowhere.json", "--organization", nobody, says: "There is no organization"),
        Misuse("platform", "register-url", "--organization", nobody, "--hours", "soon", says: "soon"),
        Misuse("platform", "config", says: "--lms"),
        Misuse("platform", "config", "--lms", "ilias", says: "ilias"),
        Misuse("delivery", "list", "--organization", nobody, says: "There is no organization"),
        Misuse("delivery", "show", says: "<delivery>"),
        Misuse("org", "create", says: "--name"),
        Misuse("org", "create", "--name", "", says: "name must have 1 to 200 characters"),
        Misuse("org", "create", "--name", String(repeating: "x", count: 201), says: "name must have 1 to 200"),
        Misuse("org", "create", "--name", "a\u{7}b", says: "name must have 1 to 200 characters"),
        Misuse("org", "origins", says: "<id>"),
        Misuse("org", "origins", nobody, says: "There is no organization \(nobody)"),
        Misuse("org", "origins", nobody, "--any", says: "There is no organization \(nobody)"),
        Misuse("org", "origins", nobody, "--set", "http://example.org", says: "must be https but on localhost"),
        Misuse("org", "origins", nobody, "--set", "https://a.test", "https://a.test/", says: "without a path"),
        Misuse("org", "origins", nobody, "--any", "--set", "https://a.test", says: "not both"),
        Misuse("token", "create", "--name", "N", says: "--organization"),
        Misuse("token", "create", "--organization", nobody, says: "--name"),
        Misuse("token", "create", "--organization", "12", "--name", "N", says: "12"),
        create(says: "There is no organization \(nobody)"),
        create("--scopes", "progress:write", says: "there is no scope progress:write"),
        create("--scopes", "progress :read", says: "there is no scope progress :read"),
        create("--scopes", "", says: "at least one scope"),
        create("--allowed-ips", "10.0.0.1,10.0.0.256", says: "IP addresses or CIDR ranges"),
        create("--allowed-ips", "10.0.0.0/33", says: "IP addresses or CIDR ranges"),
        create("--allowed-ips", "10.0.0. 1", says: "IP addresses or CIDR ranges"),
        create("--allowed-ips", "", says: "allowedIps must name"),
        create("--expires-at", "tomorrow", says: "ISO 8601"),
        create("--expires-at", "2020-01-01T00:00:00Z", says: "must be in the future"),
        create("--rate-limit", "-1", says: "rate"),
        create("--rate-limit", "1000001", says: "rateLimit must be between 0 and 1000000"),
        create("--rate-limit", "many", says: "many"),
        Misuse("token", "list", "--organization", nobody, says: "There is no organization"),
        Misuse("token", "revoke", "tapub_unknown", says: "There is no API token tapub_unknown"),
        Misuse("token", "revoke", nobody, says: "There is no API token"),
        Misuse("token", "rotate", nobody, says: "There is no API token"),
        Misuse("token", "rotate", nobody, "--overlap-seconds", "soon", says: "soon"),
        Misuse("lesson", "import", "nowhere.json", "--organization", nobody, says: "Cannot read nowhere.json"),
        Misuse("lesson", "import", "keys", "--organization", nobody, says: "Cannot read keys"),
        Misuse("lesson", "import", "-", says: "--organization"),
        Misuse("lesson", "publish", nobody, says: "There is no such lesson or version"),
        Misuse("lesson", "publish", "x", says: "x"),
        Misuse("lesson", "preview", nobody, says: "--organization"),
        Misuse("lesson", "preview", nobody, "--organization", nobody, says: "There is no such lesson or version"),
        Misuse("lesson", "list", "--organization", nobody, says: "There is no organization"),
        Misuse("progress", "import", "nowhere.ndjson", "--organization", nobody, says: "Cannot read nowhere.ndjson"),
        Misuse("progress", "import", "-", "--organization", nobody, says: "There is no organization"),
        Misuse("audit", "--organization", nobody, says: "There is no organization"),
        Misuse("audit", "--organization", nobody, "--limit", "0", says: "limit must be between 1 and 1000"),
    ]

    @Test(arguments: misuses)
    func wrongUseEndsWith64AndSaysWhy(misuse: Misuse) async throws {
        let lectern = try await Lectern()
        let result = try await lectern.attempt(misuse.arguments)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(misuse.remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }

    struct Manual: Sendable, CustomTestStringConvertible {
        let command: String
        let mentions: [String]

        init(_ command: String, _ mentions: String...) {
            self.command = command
            self.mentions = mentions
        }

        var testDescription: String { command }
    }

    @Test(arguments: [
        Manual(
            "",
            "serve",
            "gateway",
            "core",
            "keys",
            "migrate",
            "check-config",
            "demo",
            "org",
            "token",
            "lesson",
            "69"
        ),
        Manual("serve", "LECTERN_LISTEN", "SIGHUP"), Manual("gateway", "LECTERN_CORE_URL"),
        Manual("core", "LECTERN_CORE_LISTEN"), Manual("migrate", "--json"), Manual("check-config", "--json", "78"),
        Manual("demo", "--json"), Manual("keys", "init", "rotate", "retire", "list"), Manual("keys init", "--json"),
        Manual("keys rotate", "--json", "pepper, embed, internal or lti", "an hour later"),
        Manual("keys retire", "--json", "--force"),
        Manual("keys list", "--json"), Manual("org", "create", "list"), Manual("org create", "--name", "--json"),
        Manual("org list", "--json"), Manual("org origins", "--set", "--any", "--json", "localhost"),
        Manual("lesson preview", "--organization", "--version", "--json", "hour"),
        Manual("token", "create", "list", "revoke", "rotate"),
        Manual(
            "token create",
            "--organization",
            "--name",
            "--scopes",
            "--rate-limit",
            "--allowed-ips",
            "--expires-at",
            "--json",
            "progress:read"
        ),
        Manual("token list", "--organization", "--json"), Manual("token revoke", "tapub_", "--json"),
        Manual("token rotate", "--overlap-seconds", "604800", "--json"), Manual("lesson", "import", "publish", "list"),
        Manual("lesson import", "--organization", "--lesson", "--publish", "--json"),
        Manual("lesson publish", "--version", "--json"), Manual("lesson list", "--organization", "--json"),
        Manual("progress", "import"), Manual("progress import", "--organization", "--json", "NDJSON"),
        Manual("audit", "--organization", "--limit", "--json"),
        Manual("platform", "add", "import", "register-url", "config", "list", "show", "disable", "enable", "legacy"),
        Manual("platform end-sessions", "--organization", "--user", "--json"),
        Manual("platform add", "--lms", "--site", "--issuer", "--deployment-id", "--local", "--no-names", "canvas"),
        Manual("platform import", "deployment_ids", "--local", "--json"),
        Manual("platform register-url", "--hours", "--name", "--local", "--json"),
        Manual("platform config", "--lms", "--json"), Manual("platform test", "69", "--json"),
        Manual("platform sync", "--course", "--json"), Manual("delivery", "list", "show", "replay"),
        Manual("delivery list", "--state", "--platform", "--limit", "--json"),
        Manual("delivery show", "--json", "30 days"), Manual("delivery replay", "--all", "--platform", "--json"),
    ])
    func helpIsTheManual(manual: Manual) async throws {
        let lectern = try await Lectern(keys: false)
        let result = try await lectern.attempt(manual.command.split(separator: " ").map(String.init) + ["--help"])
        #expect(result.end == .status(0))
        #expect(result.remarks.isEmpty)
        for mention in manual.mentions { #expect(result.output.contains(mention)) }
    }
}

extension UsageTests.Misuse {
    fileprivate init(_ arguments: [String], _ remark: String) {
        self.arguments = arguments
        self.remark = remark
    }
}
