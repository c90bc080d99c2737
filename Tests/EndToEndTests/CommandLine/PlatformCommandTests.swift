import Model
import Testing

/// `lectern platform add`, `list`, `show`, `disable`, `enable`.
@Suite struct PlatformCommandTests {
    private static let nobody = "550e8400-e29b-41d4-a716-446655440000"
    private static let given = [
        "--name", "Moodle of the school", "--issuer", "https://lms.example.org", "--client-id", "abc",
        "--auth-endpoint", "https://lms.example.org/auth", "--token-endpoint", "https://lms.example.org/token",
        "--jwks-url", "https://lms.example.org/keys",
    ]

    private func run(_ lectern: Lectern, _ arguments: [String]) async throws -> CommandResult {
        let result = try await lectern.attempt(["platform"] + arguments)
        try #require(result.end == .status(0), "\(arguments): \(result.remarks)")
        return result
    }

    // MARK: By hand

    @Test func aPlatformIsAddedChangedAndSwitched() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let of = ["--organization", organization]
        let added = try await run(lectern, ["add"] + of + Self.given + ["--deployment-id", "1", "--json"])
        let id = try added.member("platformId")
        #expect(id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        #expect(added.remarks.isEmpty)
        let json = try added.json()
        #expect(json["name"]?.string == "Moodle of the school")
        #expect(json["issuer"]?.string == "https://lms.example.org")
        #expect(json["client_id"]?.string == "abc")
        #expect(json["deployment_ids"]?.elements?.map(\.string) == ["1"])
        #expect(json["jwks_url"]?.string == "https://lms.example.org/keys")
        #expect(json["token_audience"]?.isNull == true)
        #expect(json["learn_deployments"]?.bool == false && json["local"]?.bool == false)
        #expect(json["allow_anonymous"]?.bool == false && json["keep_names"]?.bool == true)
        #expect(json["active"]?.bool == true)

        let more = ["--deployment-id", "2", "--no-names", "--allow-anonymous", "--token-audience", "other"]
        let changed = try await run(lectern, ["add"] + of + Self.given + more)
        #expect(changed.output == "\(id)\n")
        #expect(changed.remarks.contains("was there already"))
        let shown = try await run(lectern, ["show", id, "--json"] + of).json()
        #expect(shown["deployment_ids"]?.elements?.map(\.string) == ["1", "2"])
        #expect(shown["keep_names"]?.bool == false && shown["allow_anonymous"]?.bool == true)
        #expect(shown["token_audience"]?.string == "other")
        let text = try await run(lectern, ["show", id] + of).output
        #expect(text.contains("names of people: not kept\n") && text.contains("deployments: 1, 2\n"))

        #expect(try await run(lectern, ["disable", id] + of).output == "\(id) is disabled\n")
        #expect(try await run(lectern, ["disable", id, "--json"] + of).json()["active"]?.bool == false)
        let rows = try await run(lectern, ["list"] + of).rows
        #expect(rows.count == 1 && rows[0].contains("disabled") && rows[0].hasSuffix("Moodle of the school"))
        #expect(try await run(lectern, ["enable", id] + of).output == "\(id) is active\n")
        let list = try #require(try await run(lectern, ["list", "--json"] + of).json().elements)
        #expect(list.map { $0["platformId"]?.string } == [id])

        let entries = try await lectern.run("audit", "--organization", organization, "--json").json().elements ?? []
        let actions = entries.compactMap { $0["action"]?.string }.filter { $0.hasPrefix("platform.") }
        #expect(actions == ["platform.enabled", "platform.disabled", "platform.changed", "platform.added"])
        #expect(entries.filter { $0["subject"]?.string == id }.count == 4)
    }

    @Test func organizationsDoNotSeeEachOthersPlatforms() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let other = ["--organization", try await lectern.makeOrganization("Other")]
        let added = try await run(lectern, ["add", "--organization", organization] + Self.given + ["--json"])
        #expect(added.remarks.contains("launches are refused"))
        let id = try added.member("platformId")
        #expect(try await run(lectern, ["list", "--json"] + other).output == "[]\n")
        for command in ["show", "disable", "enable", "end-sessions", "test", "sync"] {
            let result = try await lectern.attempt(["platform", command, id] + other)
            #expect(result.end == .status(64))
            #expect(result.remarks.contains("There is no platform \(id) in this organization"), "\(command)")
        }
        let taken = try await lectern.attempt(["platform", "add"] + other + Self.given)
        #expect(taken.end == .status(64))
        #expect(taken.remarks.contains("Another organization has this issuer and client id"))
    }

    // MARK: Known products

    @Test func aProductFillsItsEndpointsIn() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization(), "--name", "N", "--client-id", "c", "--json"]
        let site = ["--site", "https://m.example/moodle/"]
        let moodle = try await run(lectern, ["add", "--lms", "moodle"] + site + of).json()
        #expect(moodle["issuer"]?.string == "https://m.example/moodle")
        #expect(moodle["auth_endpoint"]?.string == "https://m.example/moodle/mod/lti/auth.php")
        #expect(moodle["product"]?.string == "moodle")
        #expect(moodle["learn_deployments"]?.bool == false)
        let canvas = try await run(lectern, ["add", "--lms", "canvas"] + of).json()
        #expect(canvas["issuer"]?.string == "https://canvas.instructure.com")
        #expect(canvas["learn_deployments"]?.bool == true)
        let listed = try await run(lectern, ["add", "--lms", "blackboard", "--deployment-id", "d"] + of).json()
        #expect(listed["learn_deployments"]?.bool == false)
        let brightspace = try await run(
            lectern,
            ["add", "--lms", "brightspace", "--site", "https://b.example", "--issuer", "https://other.example"] + of
        ).json()
        #expect(brightspace["issuer"]?.string == "https://other.example")
        #expect(brightspace["token_audience"]?.string == "https://api.brightspace.com/auth/token")
    }

    @Test func oneKeyComesFromAFile() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization()]
        let without = Array(Self.given.dropLast(2))
        let jwk = #"{"kty":"RSA","n":"\#(PlatformSample.modulus)","e":"AQAB","kid":"k"}"#
        let file = try lectern.write(" \(jwk)\n", to: "key.json")
        let added = try await run(lectern, ["add", "--key-file", file, "--json"] + of + without).json()
        #expect(added["jwk"]?["kid"]?.string == "k")
        #expect(added["jwks_url"] == nil)
        try lectern.write("no key", to: "key.pem")
        let refused = try await lectern.attempt(["platform", "add", "--key-file", "key.pem"] + of + without)
        #expect(refused.end == .status(64))
        #expect(refused.remarks.contains("--key-file: must be an RSA key"), "\(refused.remarks)")
    }

    // MARK: Mistakes

    @Test(arguments: [
        (["--issuer", "http://lms.example.org"], "--issuer: "), (["--auth-endpoint", "nowhere"], "--auth-endpoint: "),
        (["--token-endpoint", "https://10.0.0.1/"], "give --local"),
        (["--jwks-url", "https://lms.example.org/#x"], "--jwks-url: "), (["--client-id", ""], "--client-id: "),
        (["--token-audience", ""], "--token-audience: "), (["--deployment-id", ""], "--deployment-id: "),
        (["--name", ""], "--name: must have 1 to 200"), (["--key-file", "nowhere.pem"], "not both"),
        (["--site", "https://lms.example.org"], "--site goes with --lms"),
        (["--lms", "moodle", "--site", "lms"], "--site: must be an https URL"), (["--lms", "ilias"], "ilias"),
    ])
    func aWrongOptionIsNamed(arguments: [String], remark: String) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let given = ["platform", "add", "--organization", organization] + Self.given + arguments
        let result = try await lectern.attempt(given)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
        #expect(try await run(lectern, ["list", "--organization", organization, "--json"]).output == "[]\n")
    }

    @Test(arguments: [
        ([], "--issuer is missing"), (["--lms", "moodle"], "--site is missing: Moodle has its endpoints on each site"),
        (["--issuer", "https://a.example"], "--auth-endpoint is missing"),
        (["--lms", "sakai", "--site", "https://s.example"], "--token-endpoint is missing: Sakai shows it"),
    ])
    func aMissingOptionIsNamed(arguments: [String], remark: String) async throws {
        let lectern = try await Lectern()
        let given = ["platform", "add", "--organization", Self.nobody, "--name", "N", "--client-id", "c"]
        let result = try await lectern.attempt(given + arguments)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(remark), "\(result.remarks)")
    }

    @Test func localPlatformsMayBeOnThisMachine() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization(), "--name", "N", "--client-id", "c"]
        let base = "http://127.0.0.1:9"
        let given =
            of + ["--issuer", base, "--auth-endpoint", base, "--token-endpoint", base, "--jwks-url", base]
        let refused = try await lectern.attempt(["platform", "add"] + given)
        #expect(refused.remarks.contains("give --local if that is meant"), "\(refused.remarks)")
        #expect(try await run(lectern, ["add", "--local", "--json"] + given).json()["local"]?.bool == true)
    }
}
