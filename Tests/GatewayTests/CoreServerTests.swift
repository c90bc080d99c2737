import AsyncHTTPClient
import Credentials
import Model
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// The core's own server trusts nobody but a gateway (design §2).
@Suite(.timeLimit(.minutes(3)))
struct CoreServerTests {
    private static let refusal = #"401 {"detail":"Only a gateway may call the core"}"#

    /// Sends a call with a header that was signed for another, or for this one.
    private func send(
        _ url: String,
        _ call: CoreRequest,
        principal: String?
    ) async throws -> String {
        var request = HTTPClientRequest(url: url + call.target)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        if let principal { request.headers.add(name: "Lectern-Principal", value: principal) }
        request.headers.add(name: "Content-Type", value: "application/json")
        if !call.body.isEmpty { request.body = .bytes(ByteBuffer(bytes: call.body)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 1_048_576)
        return "\(answer.status.code) \(String(buffer: body))"
    }

    private func read(_ world: TestWorld, _ learner: String = "user-123") -> CoreRequest {
        CoreRequest(
            method: .get,
            target: "/internal/progress?lesson=\(world.lesson.id)&learner=\(learner)",
            principal: Principal(organization: world.organization, role: .admin),
            requestID: "test"
        )
    }

    @Test func callIsGoodForExactlyWhatWasSigned() async throws {
        let world = try await TestWorld()
        for learner in ["user-123", "bob"] { try await world.seed(learner) }
        let signer = CallSigner(keys: world.keys)
        let expires = world.clock.now.adding(seconds: 60)
        try await withCoreServer(world) { url in
            let mine = read(world)
            let good = try await send(url, mine, principal: signer.sign(mine, expires: expires))
            #expect(good.hasPrefix("200 "))

            let header = signer.sign(mine, expires: expires)
            let foreign = CallSigner(keys: LiveKeyRing(fixed: TestKeys.foreignRing)).sign(mine, expires: expires)
            let last = header.last == "0" ? "1" : "0"
            for wrong in [
                nil, "", "nonsense", foreign, header + "0", header.dropLast() + last, "v2" + header.dropFirst(2),
            ] {
                let answer = try await send(url, mine, principal: wrong)
                #expect(answer == Self.refusal)
            }
            // For another target, method or body.
            let other = try await send(url, read(world, "bob"), principal: header)
            #expect(other == Self.refusal)
            let post = CoreRequest(
                method: .post,
                target: mine.target,
                principal: mine.principal,
                requestID: "test"
            )
            #expect(try await send(url, post, principal: header) == Self.refusal)
            let body = CoreRequest(
                method: .get,
                target: mine.target,
                body: [0x7B],
                principal: mine.principal,
                requestID: "test"
            )
            #expect(try await send(url, body, principal: header) == Self.refusal)
        }
    }

    @Test func callExpires() async throws {
        let world = try await TestWorld()
        try await world.seed()
        let call = read(world)
        let header = CallSigner(keys: world.keys).sign(call, expires: world.clock.now.adding(seconds: 60))
        try await withCoreServer(world) { url in
            world.clock.advance(seconds: 59.9)
            #expect(try await send(url, call, principal: header).hasPrefix("200 "))
            world.clock.advance(seconds: 0.1)
            let late = try await send(url, call, principal: header)
            #expect(late == Self.refusal)
        }
    }

    @Test func keysOverlapWhileTheyRotate() async throws {
        let world = try await TestWorld(keysInFolder: true)
        try await world.seed()
        let call = read(world)
        let signer = CallSigner(keys: world.keys)
        let expires = world.clock.now.adding(seconds: 60)
        try await withCoreServer(world) { url in
            let old = signer.sign(call, expires: expires)
            try world.rotateKey(.internal)
            let new = signer.sign(call, expires: expires)
            for header in [old, new] {
                let answer = try await send(url, call, principal: header)
                #expect(answer.hasPrefix("200 "))
            }
            try world.retireKey(.internal, version: 1)
            #expect(try await send(url, call, principal: old) == Self.refusal)
        }
    }

    @Test func methodsAndBodiesHaveLimits() async throws {
        let world = try await TestWorld()
        try await withCoreServer(world) { url in
            var request = HTTPClientRequest(url: url + "/internal/ready")
            request.method = .DELETE
            let deletion = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            #expect(deletion.status.code == 405)
            // Calls of the gateway's own may be larger than a player's: 401 says that the body was read.
            for (path, bytes, status) in [
                ("/api/logger/contentsession/x", 1_048_576, 401), ("/api/logger/contentsession/x", 1_048_577, 413),
                ("/internal/ready", 4 * 1_048_576, 401), ("/internal/ready", 4 * 1_048_576 + 1, 413),
            ] as [(String, Int, UInt)] {
                var request = HTTPClientRequest(url: url + path)
                request.method = .PUT
                request.body = .bytes(ByteBuffer(repeating: 0x20, count: bytes))
                let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
                #expect(answer.status.code == status)
            }
        }
    }

    @Test func readinessIsForGatewaysOnly() async throws {
        let world = try await TestWorld()
        let call = CoreRequest(
            method: .get,
            target: "/internal/ready",
            principal: Principal(organization: world.organization, role: .guest),
            requestID: "test"
        )
        try await withCoreServer(world) { url in
            let header = CallSigner(keys: world.keys).sign(call, expires: world.clock.now.adding(seconds: 60))
            #expect(try await send(url, call, principal: header) == "200 {}")
            let refused = try await send(url, call, principal: nil)
            #expect(refused == Self.refusal)
        }
    }
}
