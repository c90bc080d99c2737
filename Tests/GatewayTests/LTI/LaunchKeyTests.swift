import LTI
import TestSupport
import Testing

/// Platforms' keys: rotation, outages, and key sets that are none (LTI rules, section 6).
@Suite(.timeLimit(.minutes(5)))
struct LaunchKeyTests {
    private static let old = LMSKey("key-1", LMSKey.first)
    private static let new = LMSKey("key-2", LMSKey.second)

    @Test func g49ARotatedKeyIsUsedAtOnce() async throws {
        try await withScene { scene in
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            scene.world.clock.advance(seconds: 60)
            scene.platform.publish([Self.new])
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(scene.platform.requests(.keySet) == 2)
        }
    }

    @Test func g50AnOlderPublishedKey() async throws {
        try await withScene { scene in
            scene.platform.publish([Self.old, Self.new], signing: Self.old)
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
        }
    }

    @Test func aKeyThatIsPublishedNoMoreIsRefusedOnceTheSetIsStale() async throws {
        try await withScene { scene in
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            scene.platform.publish([Self.new], signing: Self.old)
            scene.world.clock.advance(seconds: 3_700)
            let browser = scene.browser()
            let page = try await scene.launch(message, in: browser)
            scene.expectRefused(page, status: 401, code: "unknown_key", in: browser)
        }
    }

    @Test func anOutageIsBridgedByKnownKeys() async throws {
        try await withScene { scene in
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            scene.platform.behave { $0.keys = .status(503) }
            for seconds in [3_700.0, 72_000.0] {
                scene.world.clock.advance(seconds: seconds)
                try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            }
        }
    }

    @Test func g60TheKeySetIsBackAfterAnOutage() async throws {
        try await withScene { scene in
            scene.platform.behave { $0.keys = .status(503) }
            let browser = scene.browser()
            let message = scene.message()
            let refused = try await scene.launch(message, in: browser)
            scene.expectRefused(refused, status: 503, code: "platform_keys_unavailable", in: browser)
            scene.platform.behave { $0.keys = .fine }
            scene.world.clock.advance(seconds: 11)
            try scene.expectShown(try await scene.launch(message, in: browser), message)
        }
    }

    @Test func forgedKeyIDsDoNotHammerThePlatform() async throws {
        try await withScene { scene in
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            var forged = message
            forged.change = { $0.header.set("kid", "forged-\($0.claims["nonce"] ?? "")") }
            for _ in 0..<20 {
                let browser = scene.browser()
                let page = try await scene.launch(forged, in: browser)
                scene.expectRefused(page, status: 401, code: "unknown_key", in: browser)
            }
            #expect(scene.platform.requests(.keySet) <= 2)
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
        }
    }

    @Test func launchesAtOnceShareOneFetch() async throws {
        try await withScene { scene in
            let message = scene.message()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<12 {
                    tasks.addTask {
                        try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(scene.platform.requests(.keySet) == 1)
        }
    }

    private static let failures: [(name: String, mode: LMSBehaviour.Mode)] = [
        ("B94 key set 503", .status(503)), ("B95 key set never comes", .silent), ("B96 key set is HTML", .html),
        ("B97 key set of 40 MB", .huge), ("key set 404", .status(404)),
    ]

    @Test(arguments: failures)
    func aKeySetThatIsNoneRefusesSoonAndHoldsUpNobodyElse(row: (name: String, mode: LMSBehaviour.Mode)) async throws {
        try await withScene { scene in
            try await withOther(scene) { other in
                scene.platform.behave { $0.keys = row.mode }
                let browser = scene.browser()
                async let slow = ContinuousClock().measure {
                    let page = try await scene.launch(scene.message(), in: browser)
                    scene.expectRefused(page, status: 503, code: "platform_keys_unavailable", in: browser)
                }
                let fast = try await ContinuousClock().measure {
                    let message = scene.message(on: other)
                    let page = try await scene.launch(message, in: scene.browser(), on: other)
                    try scene.expectShown(page, message)
                }
                #expect(try await slow < .seconds(10), "\(row.name)")
                #expect(fast < .seconds(4), "\(row.name)")
            }
        }
    }

    @Test func aSlowKeySetHoldsUpAllItsLaunchesForOneDeadline() async throws {
        try await withScene { scene in
            scene.platform.behave { $0.keys = .silent }
            let elapsed = try await ContinuousClock().measure {
                try await withThrowingTaskGroup(of: Int.self) { tasks in
                    for _ in 0..<10 {
                        tasks.addTask { try await scene.launch(scene.message(), in: scene.browser()).status }
                    }
                    for try await status in tasks { #expect(status == 503) }
                }
            }
            #expect(elapsed < .seconds(10))
        }
    }
}
