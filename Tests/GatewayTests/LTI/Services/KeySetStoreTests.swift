import Credentials
import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct KeySetStoreTests {
    private static let one = ServiceWorld.keySet([("a", ServiceWorld.platformKey)])
    private static let two = ServiceWorld.keySet([("a", ServiceWorld.platformKey), ("b", ServiceWorld.otherKey)])

    private func look(
        _ store: KeySetStore,
        _ world: ServiceWorld,
        _ keyID: String = "a",
        _ registration: Registration? = nil
    ) async -> String {
        let result = await store.keys(
            for: registration ?? world.registration,
            keyID: keyID,
            arrivedAt: world.clock.now
        )
        switch result {
        case .success(let keys): return keys.contains(id: keyID) ? "keys" : "others"
        case .failure(let refusal): return refusal.rawValue
        }
    }

    private func world(_ answering: @escaping FakePlatform.Answering) async throws -> (ServiceWorld, KeySetStore) {
        let world = try await ServiceWorld(http: FakePlatform(answering))
        return (world, KeySetStore(http: world.http, clock: world.clock.wall))
    }

    @Test func keysAreFetchedOnceAndAgainWhenTheyAreOld() async throws {
        let (world, store) = try await world { _ in
            .answer(200, Self.one, headers: [("cache-control", "max-age=600")])
        }
        for _ in 0..<5 { #expect(await look(store, world) == "keys") }
        #expect(world.http.requests.count == 1)
        #expect(world.http.requests[0].deadlineSeconds == 5)
        #expect(world.http.requests[0].longestAnswer == 262_144)
        world.clock.advance(seconds: 599)
        #expect(await look(store, world) == "keys")
        #expect(world.http.requests.count == 1)
        world.clock.advance(seconds: 1)
        #expect(await look(store, world) == "keys")
        #expect(world.http.requests.count == 2)
    }

    @Test func launchesAtTheSameTimeShareAFetch() async throws {
        let gate = Gate()
        let (world, store) = try await world { _ in
            await gate.pass()
            return .answer(200, Self.one)
        }
        let results = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await look(store, world) } }
            let isWaiting = await eventually { gate.count > 0 }
            #expect(isWaiting)
            gate.open()
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(results == ["keys"])
        #expect(world.http.requests.count == 1)
    }

    @Test func aNewKeyIsFoundAtOnceAndAForgedOneCostsLittle() async throws {
        let (world, store) = try await world { _ in .answer(200, Self.one) }
        #expect(await look(store, world) == "keys")
        world.http.answer { _ in .answer(200, Self.two) }
        world.clock.advance(seconds: 1)
        #expect(await look(store, world, "b") == "keys")
        #expect(world.http.requests.count == 2)
        for _ in 0..<20 { #expect(await look(store, world, "forged") == "unknown_key") }
        #expect(world.http.requests.count == 2)
        world.clock.advance(seconds: 10)
        #expect(await look(store, world, "forged") == "unknown_key")
        #expect(world.http.requests.count == 3)
        #expect(await look(store, world) == "keys")
    }

    @Test func oldKeysStayInUseWhileThePlatformIsAway() async throws {
        let (world, store) = try await world { _ in .answer(200, Self.one) }
        #expect(await look(store, world) == "keys")
        world.http.answer { _ in .failure(.timedOut) }
        world.clock.advance(seconds: 4_000)
        for _ in 0..<5 { #expect(await look(store, world) == "keys") }
        #expect(world.http.requests.count == 2)
        world.clock.advance(seconds: 86_400)
        #expect(await look(store, world) == "platform_keys_unavailable")
    }

    @Test(
        arguments: [
            .failure(.timedOut), .failure(.tooLarge), .failure(.refused("no")), .failure(.unreachable("away")),
            .answer(503, one), .answer(404, one), .answer(200, "<html>"), .answer(200, "[]"), .answer(302),
        ] as [Result<PlatformAnswer, PlatformFailure>]
    )
    func whatIsNoKeySetIsRefusedAndMended(result: Result<PlatformAnswer, PlatformFailure>) async throws {
        let (world, store) = try await world { _ in result }
        #expect(await look(store, world) == "platform_keys_unavailable")
        world.http.answer { _ in .answer(200, Self.one) }
        world.clock.advance(seconds: 0.001)
        #expect(await look(store, world) == "keys")
    }

    @Test func platformsDoNotShareKeys() async throws {
        let (world, store) = try await world { request in
            .answer(200, request.url.hasPrefix(ServiceWorld.base) ? Self.one : Self.two)
        }
        let other = try await world.otherPlatform()
        #expect(await look(store, world, "b", Registration(other)) == "keys")
        #expect(await look(store, world, "b") == "unknown_key")
    }

    @Test func fixedKeysNeedNoFetch() async throws {
        var json = JSONWriter()
        ServiceWorld.platformKey.publicKey.writeJWK(id: "a", to: &json)
        let jwk = json.text
        let world = try await ServiceWorld { $0.keySource = .jwk(jwk) }
        let store = KeySetStore(http: world.http, clock: world.clock.wall)
        #expect(await look(store, world) == "keys")
        #expect(await look(store, world, "b") == "unknown_key")
        let broken = try await ServiceWorld { $0.keySource = .pem("nonsense") }
        #expect(await look(store, broken) == "platform_keys_unavailable")
        #expect(world.http.requests.isEmpty)
    }

    @Test func anInactivePlatformIsNotCalled() async throws {
        let (world, store) = try await world { _ in .answer(200, Self.one) }
        let off = try await world.world.directory.platforms.setActive(
            false,
            world.record.id,
            organization: world.world.organization,
            actor: "test"
        )
        #expect(await look(store, world, "a", Registration(off)) == "platform_inactive")
        #expect(world.http.requests.isEmpty)
    }

    @Test func thosePlatformsGoThatWereUsedLeastLately() async throws {
        let world = try await ServiceWorld(http: FakePlatform { _ in .answer(200, Self.one) })
        let store = KeySetStore(http: world.http, clock: world.clock.wall, limit: 3)
        func registration(_ name: String) -> Registration {
            Registration(
                platformID: name,
                issuer: "https://\(name).example",
                clientID: "c",
                name: name,
                organization: world.world.organization,
                authEndpoint: "https://\(name).example/auth",
                tokenEndpoint: "https://\(name).example/token",
                keySource: .url("https://\(name).example/keys"),
                deployments: Deployments([])
            )
        }
        for name in ["p", "q", "r", "p", "s", "p", "r", "s"] {
            #expect(await look(store, world, "a", registration(name)) == "keys")
        }
        #expect(world.http.requests.count == 4)
        #expect(await look(store, world, "a", registration("q")) == "keys")
        #expect(world.http.requests.count == 5)
    }
}
