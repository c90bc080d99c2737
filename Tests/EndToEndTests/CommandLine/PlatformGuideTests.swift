import Model
import TestSupport
import Testing

/// `lectern platform config`, `register-url`, `test` and `sync`.
@Suite(.timeLimit(.minutes(3)))
struct PlatformGuideTests {
    private static let settings = ["PUBLIC_URL": "https://lectern.example"]

    // MARK: Config

    @Test(arguments: ["canvas", "moodle", "blackboard", "brightspace", "sakai"])
    func configSaysWhatToEnterAndWhatToBringBack(lms: String) async throws {
        let lectern = try await Lectern(Self.settings, keys: false)
        let json = try await lectern.run("platform", "config", "--lms", lms, "--json").json()
        #expect(json["lms"]?.string == lms)
        let values = json["fields"]?.elements?.map { $0["value"]?.string } ?? []
        for path in ["login", "launch", "jwks.json"] { #expect(values.contains("https://lectern.example/lti/\(path)")) }
        for name in ["services", "privacy", "customParameters", "bringBack", "steps"] {
            #expect(json[name]?.elements?.isEmpty == false, "\(name)")
        }
        let command = try #require(json["command"]?.string)
        #expect(command.contains("lectern platform add") && command.contains("--lms \(lms)"))
        let text = try await lectern.run("platform", "config", "--lms", lms)
        #expect(text.remarks.isEmpty)
        #expect(text.output.contains(command))
        for value in values { #expect(text.output.contains(try #require(value))) }
        if lms == "canvas" { #expect(text.output.contains("https://lectern.example/lti/canvas.json")) }
    }

    @Test func configRemarksOnAnAddressThatNobodyElseReaches() async throws {
        let lectern = try await Lectern(["PUBLIC_URL": "http://localhost:8080"], keys: false)
        let result = try await lectern.run("platform", "config", "--lms", "moodle")
        #expect(result.remarks.contains("Set LECTERN_PUBLIC_URL to an https address"))
    }

    // MARK: Invitations

    @Test func registerURLIsGoodForOnePlatform() async throws {
        let lectern = try await Lectern(Self.settings)
        let organization = try await lectern.makeOrganization()
        let plain = try await lectern.run("platform", "register-url", "--organization", organization)
        let url = /https:\/\/lectern\.example\/lti\/register\?code=[A-Za-z0-9_-]{43}\n/
        #expect(plain.output.wholeMatch(of: url) != nil)
        #expect(plain.remarks.contains("works once, until "))
        let json = try await lectern.attempt(
            ["platform", "register-url", "--organization", organization, "--name", "N", "--hours", "1", "--json"]
        ).json()
        #expect(json["url"]?.string?.hasPrefix("https://lectern.example/lti/register?code=") == true)
        #expect(json["expiresAt"]?.string.flatMap { Timestamp($0) } != nil)
        let id = try #require(json["invitationId"]?.string)
        let entries = try await lectern.run("audit", "--organization", organization, "--json").json().elements ?? []
        #expect(entries.first?["action"]?.string == "platform.invited")
        #expect(entries.first?["subject"]?.string == id)
        for hours in ["0", "721"] {
            let refused = try await lectern.attempt(
                ["platform", "register-url", "--organization", organization, "--hours", hours]
            )
            #expect(refused.end == .status(64))
            #expect(refused.remarks.contains("hours must be between 1 and 720"))
        }
    }

    // MARK: Calls

    /// Adds a platform at a base, with the endpoints of the test platform.
    private func add(
        _ base: String,
        _ client: String,
        to organization: String,
        _ lectern: Lectern
    ) async throws -> String {
        let entry = """
            [{"name":"Test","issuer":"\(base)","client_id":"\(client)","deployment_ids":["1"],\
            "auth_endpoint":"\(base)/auth?tenant=1","token_endpoint":"\(base)/token","jwks_url":"\(base)/keys"}]
            """
        let result = try await lectern.attempt(
            ["platform", "import", "-", "--organization", organization, "--local", "--json"],
            input: entry
        )
        return try #require(try result.json().elements?.first?["platformId"]?.string, "\(result.remarks)")
    }

    @Test func testFindsWhatIsWrong() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        // A port on which nobody listens.
        let id = try await add("http://127.0.0.1:1", "c", to: organization, lectern)
        let plain = try await lectern.attempt(["platform", "test", id, "--organization", organization])
        #expect(plain.end == .status(69))
        #expect(plain.rows.count == 3)
        #expect(plain.rows.allSatisfy { $0.contains(" wrong ") && $0.contains("not reachable") }, "\(plain.output)")
        let json = try await lectern.attempt(["platform", "test", id, "--organization", organization, "--json"])
        #expect(json.end == .status(69))
        #expect(try json.json()["good"]?.bool == false)
        let findings = try #require(try json.json()["findings"]?.elements)
        #expect(findings.map { $0["subject"]?.string } == ["auth endpoint", "keys", "token endpoint"])
    }

    @Test func testSeesKeysAndALoginPage() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        try await withPlatform(LMS()) { platform in
            let id = try await add(platform.base, "nobody", to: organization, lectern)
            let result = try await lectern.attempt(["platform", "test", id, "--organization", organization, "--json"])
            let findings = try #require(try result.json()["findings"]?.elements)
            let good = findings.filter { $0["good"]?.bool == true }.compactMap { $0["subject"]?.string }
            // The platform does not know the client, so it gives no token.
            #expect(good == ["auth endpoint", "keys"])
            #expect(result.end == .status(69))
        }
    }

    @Test func syncWithoutLaunchesHasNothingToDo() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let id = try await add("http://127.0.0.1:1", "c", to: organization, lectern)
        let of = ["--organization", organization]
        let plain = try await lectern.attempt(["platform", "sync", id] + of)
        #expect(plain.end == .status(0))
        #expect(plain.remarks.contains("open a lesson there first"))
        #expect(try await lectern.attempt(["platform", "sync", id, "--json"] + of).output == "[]\n")
        let course = "550e8400-e29b-41d4-a716-446655440000"
        let unknown = try await lectern.attempt(["platform", "sync", id, "--course", course] + of)
        #expect(unknown.end == .status(64))
        #expect(unknown.remarks.contains("No launch of this platform has told"))
    }
}
