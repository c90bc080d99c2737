import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct AccessTokensTests {
    private func ask(
        _ tokens: AccessTokens,
        _ world: ServiceWorld,
        deployment: String? = "1",
        _ scopes: [ServiceScope] = [.score]
    ) async -> String {
        do {
            return try await tokens.token(for: world.registration, deployment: deployment, scopes: scopes).authorization
        } catch {
            return "\(error)"
        }
    }

    @Test func aTokenIsKeptUntilAMinuteBeforeItsEnd() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .token("t", seconds: 300) })
        let tokens = world.tokens()
        for _ in 0..<3 { #expect(await ask(tokens, world) == "Bearer t") }
        #expect(world.http.requests.count == 1)
        world.clock.advance(seconds: 239)
        #expect(await ask(tokens, world) == "Bearer t")
        #expect(world.http.requests.count == 1)
        world.clock.advance(seconds: 1)
        #expect(await ask(tokens, world) == "Bearer t")
        #expect(world.http.requests.count == 2)
    }

    @Test func theRequestIsTheSpecifieds() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .token("t") })
        _ = await ask(world.tokens(), world)
        let request = try #require(world.http.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://lms.example/token")
        #expect(request["Content-Type"] == "application/x-www-form-urlencoded")
        let pairs = try #require(PercentCoding.query(request.text))
        #expect(pairs.map(\.name) == ["grant_type", "client_assertion_type", "client_assertion", "scope"])
        #expect(pairs[3].value == ServiceScope.score.rawValue)
    }

    @Test func eachPurposeHasATokenOfItsOwn() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .token("t") })
        let tokens = world.tokens()
        _ = await ask(tokens, world)
        _ = await ask(tokens, world, deployment: "2")
        _ = await ask(tokens, world, deployment: nil)
        _ = await ask(tokens, world, [.roster])
        _ = await ask(tokens, world, [.roster, .score])
        #expect(world.http.requests.count == 5)
        _ = await ask(tokens, world, [.score, .roster])
        #expect(world.http.requests.count == 5)
    }

    @Test func thoseWhoAskAtTheSameTimeShareARequest() async throws {
        let gate = Gate()
        let world = try await ServiceWorld(
            http: FakePlatform { _ in
                await gate.pass()
                return .token("t")
            }
        )
        let tokens = world.tokens()
        let results = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await ask(tokens, world) } }
            let isWaiting = await eventually { gate.count > 0 }
            #expect(isWaiting)
            gate.open()
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(results == ["Bearer t"])
        #expect(world.http.requests.count == 1)
    }

    @Test func whoGoesAwayDoesNotSpoilItForOthers() async throws {
        let gate = Gate()
        let world = try await ServiceWorld(
            http: FakePlatform { _ in
                await gate.pass()
                return .token("t")
            }
        )
        let tokens = world.tokens()
        let first = Task { await ask(tokens, world) }
        #expect(await eventually { gate.count > 0 })
        first.cancel()
        #expect(await first.value.contains("nobody waits"))
        async let second = ask(tokens, world)
        gate.open()
        #expect(await second == "Bearer t")
        #expect(world.http.requests.count == 1)
    }

    @Test func aDeadEndpointIsNotHammered() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .failure(.timedOut) })
        let tokens = world.tokens()
        for _ in 0..<20 { #expect(await ask(tokens, world).contains("no answer")) }
        #expect(world.http.requests.count == 1)
        world.clock.advance(seconds: 1)
        for _ in 0..<20 { #expect(await ask(tokens, world).contains("no answer")) }
        #expect(world.http.requests.count == 2)
        world.http.answer { _ in .token("t") }
        world.clock.advance(seconds: 1)
        #expect(await ask(tokens, world).contains("no answer"))
        world.clock.advance(seconds: 1)
        #expect(await ask(tokens, world) == "Bearer t")
    }

    @Test(
        arguments: [
            (.answer(400, #"{"error":"invalid_scope"}"#), true, "status 400, invalid_scope"),
            (.answer(401, #"{"error":"invalid_client"}"#), false, "status 401, invalid_client"),
            (.answer(500, "oops"), false, "status 500"), (.answer(200, "<html>"), false, "status 200"),
            (.answer(200, #"{"access_token":"t","scope":"openid"}"#), true, "does not grant"),
            (.failure(.unreachable("away")), false, "away"), (.failure(.refused("not there")), false, "not there"),
        ] as [(Result<PlatformAnswer, PlatformFailure>, Bool, String)]
    )
    func failuresSayWhatIsWrong(
        result: Result<PlatformAnswer, PlatformFailure>,
        isPermanent: Bool,
        text: String
    ) async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in result })
        await #expect {
            try await world.tokens().token(for: world.registration, deployment: nil, scopes: [.score])
        } throws: { error in
            guard let failure = error as? TokenFailure else { return false }
            return failure.isPermanent == isPermanent && failure.description.contains(text)
        }
    }

    @Test func aDroppedTokenIsAskedForAgainAndANewerOneStays() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .token("old") })
        let tokens = world.tokens()
        let old = try await tokens.token(for: world.registration, deployment: "1", scopes: [.score])
        await tokens.drop(old, of: world.registration, deployment: "1", scopes: [.score])
        world.http.answer { _ in .token("new") }
        #expect(await ask(tokens, world) == "Bearer new")
        await tokens.drop(old, of: world.registration, deployment: "1", scopes: [.score])
        #expect(await ask(tokens, world) == "Bearer new")
        #expect(world.http.requests.count == 2)
    }

    @Test func withoutAKeyNothingIsAsked() async throws {
        let world = try await ServiceWorld(hasToolKey: false)
        #expect(await ask(world.tokens(), world).contains("lectern keys init"))
        #expect(world.http.requests.isEmpty)
    }

    @Test func anInactivePlatformIsNotAsked() async throws {
        let world = try await ServiceWorld()
        let off = try await world.world.directory.platforms.setActive(
            false,
            world.record.id,
            organization: world.world.organization,
            actor: "test"
        )
        await #expect(throws: TokenFailure.self) {
            try await world.tokens().token(for: Registration(off), deployment: nil, scopes: [.score])
        }
        #expect(world.http.requests.isEmpty)
    }
}
