import Directory
import HTTPTypes
import LTI
import Model
import Testing

@testable import Gateway

/// What is said to a platform that registers, and what becomes of its answers (LTI rules Y2–Y4).
@Suite struct DynamicRegistrationTests {
    private typealias Script = RegistrationScript

    // MARK: What is asked

    @Test func bearerGoesToTheRegistrationEndpointAlone() async throws {
        let script = Script()
        _ = try await script.register()
        let requests = script.requests
        #expect(requests.map(\.method) == ["GET", "POST"])
        #expect(requests.map(\.url) == [Script.address, "https://lms.test/register"])
        let bearers = requests.map { request in request.headers.first { $0.name == "Authorization" }?.value }
        #expect(bearers == [nil, "Bearer secret-token"])
        #expect(requests[1].headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
        #expect(script.policies.allSatisfy { !$0.isLocal })
        let body = try JSONParser.parse(requests[1].body)
        #expect(body["initiate_login_uri"]?.string == "https://lectern.test/base/lti/login")
        #expect(body["redirect_uris"]?.elements?.map(\.string) == ["https://lectern.test/base/lti/launch"])
        #expect(body["jwks_uri"]?.string == "https://lectern.test/base/lti/jwks.json")
        #expect(body["scope"]?.string == ServiceScope.score.rawValue)
    }

    @Test(arguments: [nil, ""])
    func aTokenMayBeMissing(token: String?) async throws {
        let script = Script()
        _ = try await script.register(token: token)
        #expect(script.requests.allSatisfy { request in !request.headers.contains { $0.name == "Authorization" } })
    }

    @Test(arguments: ["a b", "a\r\nX-Evil: 1", "ü", String(repeating: "x", count: 8_193)])
    func aMalformedTokenIsSentNowhere(token: String) async throws {
        let script = Script()
        await #expect(throws: RegistrationFailure.self) { try await script.register(token: token) }
        #expect(script.requests.isEmpty)
    }

    @Test(arguments: [
        "http://lms.test/c", "https://127.0.0.1/c", "https://10.0.0.1/c", "https://169.254.169.254/c",
        "ftp://lms.test/c", "//lms.test/c", "https://user@lms.test/c", "javascript:alert(1)", "https://lms.test/c#f",
    ])
    func anAddressThatMustNotBeCalledIsNot(address: String) async throws {
        let script = Script()
        let failure = await #expect(throws: RegistrationFailure.self) { try await script.register(at: address) }
        #expect(failure?.notice.status == .badRequest)
        #expect(script.requests.isEmpty)
    }

    @Test func aLocalInvitationAllowsThisMachine() async throws {
        let base = "http://127.0.0.1:8000"
        let changes = [
            "issuer": "", "authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys",
            "registration_endpoint": "/register",
        ].mapValues { Optional("\"\(base)\($0)\"") }
        let script = Script(configuration: .success(Script.json(Script.config(changes))))
        let draft = try await script.register(Script.invitation(isLocal: true), at: "\(base)/c")
        #expect(draft.isLocal)
        #expect(draft.issuer == base)
        #expect(script.policies.allSatisfy { $0.isLocal })
    }

    // MARK: What becomes of it

    @Test func theDraftSaysWhatThePlatformSaid() async throws {
        let changes: [String: String?] = ["authorization_server": #""https://lms.test/audience""#]
        let script = Script(configuration: .success(Script.json(Script.config(product: "moodle", changes))))
        let draft = try await script.register()
        let expected = PlatformDraft(
            name: "Moodle at lms.test",
            issuer: "https://lms.test",
            clientID: "client-1",
            deploymentIDs: ["7"],
            authEndpoint: "https://lms.test/auth",
            tokenEndpoint: "https://lms.test/token",
            tokenAudience: "https://lms.test/audience",
            keySource: .url("https://lms.test/keys"),
            product: "moodle"
        )
        #expect(draft == expected)
        #expect(try await script.register(Script.invitation(name: "Ours")).name == "Ours")
    }

    @Test(arguments: [
        ("canvas", #""7""#, true), ("BlackboardLearn", #""7""#, true), ("moodle", #""7""#, false),
        ("moodle", nil, true),
        ("desire2learn", nil, true), ("unheard-of", #""7""#, false),
    ])
    func deploymentsAreLearnedWhereTheyAppearLater(product: String, deployment: String?, learns: Bool) async throws {
        let script = Script(
            configuration: .success(Script.json(Script.config(product: product))),
            answer: .success(Script.json(Script.registered(deployment: deployment)))
        )
        let draft = try await script.register()
        #expect(draft.learnsDeployments == learns)
        #expect(draft.deploymentIDs == (deployment == nil ? [] : ["7"]))
    }

    @Test(arguments: [
        ("https://sso.canvaslms.com/c", "https://canvas.instructure.com", true),
        ("https://developer.blackboard.com/c", "https://blackboard.com", true),
        ("https://lms.test/c", "https://canvas.instructure.com", false),
        ("https://canvaslms.com.lms.test/c", "https://canvas.instructure.com", false),
        ("https://evilcanvaslms.com/c", "https://canvas.instructure.com", false),
        ("https://sso.canvaslms.com/c", "https://blackboard.com", false),
    ])
    func onlyKnownProvidersShareAnIssuer(address: String, issuer: String, isFine: Bool) async throws {
        let script = Script(configuration: .success(Script.json(Script.config(["issuer": "\"\(issuer)\""]))))
        if isFine {
            #expect(try await script.register(at: address).issuer == issuer)
        } else {
            let failure = await #expect(throws: RegistrationFailure.self) { try await script.register(at: address) }
            #expect(failure?.notice.explanation.contains("on another host than its issuer") == true)
        }
    }

    // MARK: Failures

    struct Failure: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: RegistrationScript
        let status: Int
        let words: String

        init(_ words: String, _ status: Int, _ script: RegistrationScript) {
            testDescription = words
            self.words = words
            self.status = status
            self.script = script
        }

        static func configuration(
            _ words: String,
            _ status: Int,
            _ result: Result<PlatformAnswer, PlatformFailure>
        ) -> Failure {
            Failure(words, status, RegistrationScript(configuration: result))
        }

        static func answer(
            _ words: String,
            _ status: Int,
            _ result: Result<PlatformAnswer, PlatformFailure>
        ) -> Failure {
            Failure(words, status, RegistrationScript(answer: result))
        }
    }

    static let failures: [Failure] = [
        .configuration("no JSON object", 422, .success(Script.json("<html>"))),
        .configuration("no JSON object", 422, .success(Script.json("[]"))),
        .configuration("has no issuer", 422, .success(Script.json(Script.config(["issuer": nil])))),
        .configuration("token_endpoint", 422, .success(Script.json(Script.config(["token_endpoint": #""http://x""#])))),
        .configuration("jwks_uri", 422, .success(Script.json(Script.config(["jwks_uri": #""https://10.0.0.1/""#])))),
        .configuration("status 500", 422, .success(Script.json("{}", status: 500))),
        .configuration("status 302", 422, .success(Script.json("{}", status: 302))),
        .configuration("not reachable: no such host", 503, .failure(.unreachable("no such host"))),
        .configuration("no answer in time", 503, .failure(.timedOut)),
        .configuration("too long", 422, .failure(.tooLarge)),
        .configuration("resolves to 10.0.0.1", 400, .failure(.refused("lms.test resolves to 10.0.0.1"))),
        .answer(
            "status 400: invalid_client_metadata: no such domain",
            422,
            .success(
                Script.json(#"{"error":"invalid_client_metadata","error_description":"no such domain"}"#, status: 400)
            )
        ),
        .answer("no client_id", 422, .success(Script.json("{}"))),
        .answer("no client_id", 422, .success(Script.json(Script.registered(#""\#(long)""#)))),
        .answer("no answer in time", 503, .failure(.timedOut)),
        .answer("deployment id: must have", 422, .success(Script.json(Script.registered(deployment: #""\#(long)""#)))),
    ]

    private static let long = String(repeating: "x", count: 256)

    @Test(arguments: failures)
    func aFailureSaysWhatThePlatformSaid(failure: Failure) async throws {
        let thrown = await #expect(throws: RegistrationFailure.self) { try await failure.script.register() }
        let notice = try #require(thrown?.notice)
        #expect(notice.status.code == failure.status)
        #expect(notice.explanation.contains(failure.words), "\(notice.explanation)")
        #expect(!notice.explanation.contains("secret-token"))
    }
}
