import Model
import Testing

/// `lectern platform import`.
@Suite struct PlatformImportTests {
    private typealias Sample = PlatformSample

    @Test func importTellsTheIDsInTheOrderOfTheFile() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization()]
        let first = Sample.entry("b", ["token_audience": #""audience""#])
        let file = "[\(first),\(Sample.entry("a", ["deployment_ids": "[]"]))]"
        try lectern.write(file, to: "platforms.json")
        let result = try await lectern.attempt(["platform", "import", "platforms.json", "--json"] + of)
        #expect(result.end == .status(0), "\(result.remarks)")
        let made = try #require(try result.json().elements)
        #expect(made.map { $0["client_id"]?.string } == ["b", "a"])
        #expect(made.map { $0["name"]?.string } == ["LMS b", "LMS a"])
        #expect(made.map { $0["deployment_ids"]?.elements?.count } == [2, 0])
        #expect(made.map { $0["token_audience"]?.string } == ["audience", nil])
        for entry in made {
            #expect(entry["issuer"]?.string == "https://lms.example.org")
            #expect(entry["auth_endpoint"]?.string == "https://lms.example.org/auth")
            #expect(entry["token_endpoint"]?.string == "https://lms.example.org/token")
            #expect(entry["jwks_url"]?.string == "https://lms.example.org/keys")
        }
        let ids = made.compactMap { $0["platformId"]?.string }
        #expect(Set(ids).count == 2)

        // What `list` prints is such a file, and a second time changes what is there.
        let listed = try await lectern.attempt(["platform", "list", "--json"] + of).output
        let again = try await lectern.attempt(["platform", "import", "-", "--json"] + of, input: listed)
        #expect(try again.json().elements?.compactMap { $0["platformId"]?.string } == ids)
        let renamed = "[\(Sample.entry("a", ["name": #""New""#, "deployment_ids": #"["9"]"#]))]"
        let table = try await lectern.attempt(["platform", "import", "-"] + of, input: renamed)
        #expect(table.rows.count == 1 && table.rows[0].hasPrefix(ids[1]) && table.rows[0].hasSuffix("New"))
        #expect(table.rows[0].contains(" 9 "))
    }

    @Test func oneRegistrationMayHaveSeveralEntries() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization(), "--json"]
        let file = "[\(Sample.entry()),\(Sample.entry("c-1", ["deployment_ids": #"["3"]"#]))]"
        let made = try await lectern.attempt(["platform", "import", "-"] + of, input: file).json().elements ?? []
        #expect(Set(made.map { $0["platformId"]?.string }).count == 1)
        #expect(made.last?["deployment_ids"]?.elements?.map(\.string) == ["1", "2", "3"])
    }

    @Test func localPlatformsMayBeOnThisMachine() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization(), "--json"]
        let base = "\"http://127.0.0.1:9/lms\""
        let changes = ["issuer", "auth_endpoint", "token_endpoint", "jwks_url"].map { ($0, Optional(base)) }
        let file = "[\(Sample.entry("c", Dictionary(uniqueKeysWithValues: changes)))]"
        let refused = try await lectern.attempt(["platform", "import", "-"] + of, input: file)
        #expect(refused.end == .status(64))
        #expect(refused.remarks.contains("[0].issuer: "), "\(refused.remarks)")
        let made = try await lectern.attempt(["platform", "import", "-", "--local"] + of, input: file).json()
        #expect(made.elements?.map { $0["local"]?.bool } == [true])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let file: String
        let remark: String
        var testDescription: String { remark }

        init(_ file: String, _ remark: String) {
            self.file = file
            self.remark = remark
        }

        /// A good entry, and one in which a member is changed.
        static func member(_ name: String, _ value: String?, _ remark: String) -> Wrong {
            Wrong("[\(PlatformSample.entry()),\(PlatformSample.entry("c-2", [name: value]))]", remark)
        }
    }

    @Test(arguments: [
        Wrong("[", "file: not JSON"), Wrong("{}", "file: must be a list of platforms"),
        Wrong("[1]", "[0]: must be an object"), .member("nmae", #""x""#, "[1]: unknown member nmae; known: "),
        .member("name", nil, "[1].name: is missing"), .member("name", "null", "[1].name: is missing"),
        .member("name", #""a\u0007""#, "[1].name: must have 1 to 200"),
        .member("issuer", #""http://lms.example.org""#, "[1].issuer: "),
        .member("client_id", "7", #"[1].client_id: must be a string, not a number: write "7""#),
        .member("client_id", #""""#, "[1].client_id: must have 1 to 255"),
        .member("client_id", #""\ud800""#, "[1].client_id: must be a string"),
        .member("deployment_ids", nil, "[1].deployment_ids: is missing"),
        .member("deployment_ids", #""1""#, "[1].deployment_ids: must be a list of strings"),
        .member("deployment_ids", #"["1",2]"#, #"[1].deployment_ids[1]: must be a string, not a number: write "2""#),
        .member("deployment_ids", #"[""]"#, "[1].deployment_ids: must have 1 to 255"),
        .member("auth_endpoint", #""x""#, "[1].auth_endpoint: "),
        .member("token_endpoint", "true", "[1].token_endpoint: must be a string"),
        .member("jwks_url", nil, "[1].jwks_url: is missing"),
        .member("jwks_url", #""https://127.0.0.1/""#, "[1].jwks_url: "),
        .member("pem", #""x""#, "[1]: must have only one of jwks_url, jwk and pem"),
        .member("learn_deployments", #""yes""#, "[1].learn_deployments: must be true or false"),
        Wrong(
            "[\(PlatformSample.entry()),\(PlatformSample.entry("c-1", ["token_endpoint": #""https://x.example/""#]))]",
            "[1]: has the issuer and client_id of [0], and differs from it"
        ),
    ])
    func aWrongFileStoresNothingAndIsNamed(wrong: Wrong) async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization(), "--json"]
        let result = try await lectern.attempt(["platform", "import", "-"] + of, input: wrong.file)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(wrong.remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
        #expect(try await lectern.attempt(["platform", "list"] + of).output == "[]\n")
    }

    @Test func aPlatformOfAnotherOrganizationStoresNothing() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let other = try await lectern.makeOrganization("Other")
        let theirs = try await lectern.attempt(
            ["platform", "import", "-", "--organization", other],
            input: "[\(Sample.entry("theirs"))]"
        )
        #expect(theirs.end == .status(0))
        let of = ["--organization", organization, "--json"]
        let file = "[\(Sample.entry("ours")),\(Sample.entry("theirs"))]"
        let result = try await lectern.attempt(["platform", "import", "-"] + of, input: file)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains("[1]: Another organization has this issuer and client id"))
        #expect(try await lectern.attempt(["platform", "list"] + of).output == "[]\n")
    }
}
