import Directory
import LTI
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct PlatformProbeTests {
    private static let keys = ServiceWorld.keySet([("a", ServiceWorld.platformKey)])

    private func findings(
        hasToolKey: Bool = true,
        _ answering: @escaping FakePlatform.Answering
    ) async throws -> [ProbeFinding] {
        let world = try await ServiceWorld(http: FakePlatform(answering), hasToolKey: hasToolKey)
        return await PlatformProbe(keys: world.keys, clock: world.clock.wall).run(world.record, world.http)
    }

    @Test func aGoodPlatformIsGood() async throws {
        let findings = try await findings { request in
            switch request.path {
            case "/keys": .answer(200, Self.keys)
            case "/token": .token("secret")
            default: .answer(400)
            }
        }
        #expect(findings.map(\.subject) == [.authEndpoint, .keys, .tokenEndpoint])
        #expect(findings.map(\.isGood) == [true, true, true])
        #expect(findings[1].text == "one key can be used")
        #expect(!findings.contains { $0.text.contains("secret") })
    }

    @Test(
        arguments: [
            ("/auth", .answer(404), "status 404"), ("/auth", .failure(.unreachable("away")), "away"),
            ("/keys", .answer(500), "status 500"), ("/keys", .answer(200, "<html>"), "no key set"),
            ("/keys", .answer(200, #"{"keys":[{"kty":"EC","kid":"a"}]}"#), "no RSA key"),
            ("/keys", .failure(.tooLarge), "too long"),
            ("/token", .answer(401, #"{"error":"invalid_client"}"#), "key set, and accept the token audience"),
            ("/token", .answer(400, #"{"error":"invalid_scope"}"#), "allow the tool to send scores"),
            ("/token", .failure(.timedOut), "no answer in time"),
        ] as [(String, Result<PlatformAnswer, PlatformFailure>, String)]
    )
    func whatIsWrongIsSaid(
        path: String,
        result: Result<PlatformAnswer, PlatformFailure>,
        text: String
    ) async throws {
        let findings = try await findings { request in
            if request.path == path { return result }
            switch request.path {
            case "/keys": return .answer(200, Self.keys)
            case "/token": return .token("t")
            default: return .answer(200)
            }
        }
        let bad = findings.filter { !$0.isGood }
        #expect(bad.count == 1)
        #expect(bad.first?.text.contains(text) == true, "\(findings)")
    }

    @Test func aMissingKeyOfOurOwnIsSaid() async throws {
        let findings = try await findings(hasToolKey: false) { _ in .answer(200, Self.keys) }
        #expect(findings.last?.text.contains("lectern keys init") == true)
    }
}
