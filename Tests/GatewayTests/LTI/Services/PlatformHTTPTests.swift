import LTI
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct PlatformHTTPTests {
    private static let local = OutgoingPolicy(isLocal: true)
    private static let world = OutgoingPolicy(isLocal: false)

    /// Sends a request, and gives the answer's status and text, or why there is none.
    private func send(
        _ http: PlatformHTTP,
        _ request: PlatformRequest,
        _ policy: OutgoingPolicy = PlatformHTTPTests.local
    ) async -> String {
        do {
            let answer = try await http.send(request, policy: policy)
            return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        } catch {
            return "\(error)"
        }
    }

    private func get(_ url: String, seconds: Double = 10, longest: Int = 65_536) -> PlatformRequest {
        PlatformRequest(url: url, deadlineSeconds: seconds, longestAnswer: longest)
    }

    /// Runs `body` with a server, its port and a client that finds these addresses for every name.
    private func running(
        addresses: [String] = ["127.0.0.1"],
        _ body: (OddServer, Int, PlatformHTTP) async throws -> Void
    ) async throws {
        let server = OddServer()
        let found = addresses.compactMap { IPAddress($0) }
        let http = PlatformHTTP { _ in found }
        try await server.run { port in
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(server, port, http))
            } catch {
                result = .failure(error)
            }
            await http.shutDown()
            try result.get()
        }
    }

    @Test func whatIsSentArrivesAndIsAnswered() async throws {
        try await running { _, port, http in
            let request = PlatformRequest(
                method: "POST",
                url: "http://127.0.0.1:\(port)/echo?a=b%2Fc#not",
                headers: [("Content-Type", "text/x"), ("Authorization", "Bearer t")],
                body: Array("body".utf8),
                longestAnswer: 65_536
            )
            #expect(await send(http, request).contains("fragment") == false)
            var plain = request
            plain.url = "http://127.0.0.1:\(port)/echo?a=b%2Fc"
            let text = await send(http, plain)
            #expect(text.hasPrefix("200 POST /echo?a=b%2Fc\nHost: 127.0.0.1:\(port)\n"))
            #expect(text.contains("Content-Type: text/x"))
            #expect(text.contains("Authorization: Bearer t"))
            #expect(text.hasSuffix("\nbody"))
            // Nothing compressed is asked for.
            #expect(!text.lowercased().contains("accept-encoding"))
        }
    }

    @Test(arguments: [
        "http://127.0.0.1", "https://127.0.0.1", "https://localhost", "https://school.localhost", "https://[::1]",
        "https://10.0.0.1", "https://192.168.1.1", "https://169.254.169.254", "https://[fe80::1]", "https://0.0.0.0",
        "http://lms.example", "ftp://lms.example", "http+unix://%2Ftmp%2Fsocket/x", "file:///etc/passwd", "/path", "",
        "https://lms.example/#part", "https://user@lms.example", "https://127.1", "https://[::ffff:127.0.0.1]",
    ])
    func whatMustNotBeCalledIsNotLookedUp(url: String) async throws {
        let http = PlatformHTTP { name in
            Issue.record("\(name) was looked up")
            return []
        }
        await #expect {
            try await http.send(get(url), policy: Self.world)
        } throws: { error in
            guard case .refused = error as? PlatformFailure else { return false }
            return true
        }
        await http.shutDown()
    }

    @Test(arguments: [["127.0.0.1"], ["10.1.2.3"], ["::1"], ["169.254.169.254"], ["fd00::1", "192.168.0.1"]])
    func aNameThatLeadsHomeIsRefused(addresses: [String]) async throws {
        try await running(addresses: addresses) { server, port, http in
            let text = await send(http, get("https://lms.example:\(port)/echo"), Self.world)
            #expect(text.contains("not on the internet"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func localPlatformsAreReachedAndLinkLocalAddressesAreNot() async throws {
        try await running(addresses: ["169.254.169.254", "127.0.0.1"]) { server, port, http in
            let text = await send(http, get("http://school.localhost:\(port)/echo"))
            #expect(text.hasPrefix("200 GET /echo\nHost: school.localhost:\(port)\n"))
            #expect(server.requests == ["/echo"])
        }
        try await running(addresses: ["169.254.169.254"]) { server, port, http in
            let text = await send(http, get("http://school.localhost:\(port)/echo"))
            #expect(text.contains("not on the internet"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func anotherAddressIsTriedWhenOneDoesNotConnect() async throws {
        // Nobody listens at the first two.
        try await running(addresses: ["127.0.0.7", "::1", "127.0.0.1"]) { server, port, http in
            for _ in 0..<2 {
                let text = await send(http, get("http://school.localhost:\(port)/echo"))
                #expect(text.hasPrefix("200 "), "\(text)")
            }
            #expect(server.requests == ["/echo", "/echo"])
        }
    }

    @Test func namesOfThisMachineNeedNoNameServer() async throws {
        let server = OddServer()
        let http = PlatformHTTP()
        try await server.run { port in
            for name in ["localhost", "a.b.localhost"] {
                #expect(await send(http, get("http://\(name):\(port)/echo")).hasPrefix("200 "))
            }
            await http.shutDown()
        }
        let resolver = NameResolver()
        #expect(await resolver.addresses(of: "name.invalid").isEmpty)
    }

    @Test func redirectsAreFollowedOnTheSameHost() async throws {
        try await running { server, port, http in
            let base = "http://127.0.0.1:\(port)"
            #expect(await send(http, get(base + "/hop/2")).hasPrefix("200 GET /echo"))
            #expect(server.requests == ["/hop/2", "/hop/1", "/hop/0", "/echo"])
            #expect(await send(http, get(base + "/hop/3")).contains("redirects too often"))
            #expect(await send(http, get(base + "/away?to=\(base)/echo")).hasPrefix("200 "))
        }
    }

    @Test(arguments: [
        "https://evil.example/x", "//evil.example/x", "http://localhost/", "http://127.0.0.1:1/", "echo",
        "file:///etc/passwd", "https://169.254.169.254/",
    ])
    func redirectsElsewhereAreRefused(target: String) async throws {
        try await running { server, port, http in
            await #expect {
                try await http.send(get("http://127.0.0.1:\(port)/away?to=\(target)"), policy: Self.local)
            } throws: { error in
                guard case .refused = error as? PlatformFailure else { return false }
                return true
            }
            #expect(server.requests == ["/away"])
        }
    }

    @Test func whatIsPostedIsNotSentElsewhere() async throws {
        try await running { server, port, http in
            let request = PlatformRequest(
                method: "POST",
                url: "http://127.0.0.1:\(port)/away",
                body: Array("secret".utf8),
                longestAnswer: 65_536
            )
            #expect(await send(http, request).hasPrefix("302 "))
            #expect(server.requests == ["/away"])
        }
    }

    @Test func aHugeAnswerIsNotRead() async throws {
        try await running { _, port, http in
            let start = ContinuousClock.now
            let text = await send(http, get("http://127.0.0.1:\(port)/huge", longest: 262_144))
            #expect(text == "the answer is too long")
            #expect(.now - start < .seconds(5))
            // The client is as good as before.
            #expect(await send(http, get("http://127.0.0.1:\(port)/echo")).hasPrefix("200 "))
        }
    }

    @Test(arguments: ["silent", "dripping"])
    func theDeadlineHoldsToTheLastByte(path: String) async throws {
        try await running { _, port, http in
            let start = ContinuousClock.now
            let text = await send(http, get("http://127.0.0.1:\(port)/\(path)", seconds: 0.3))
            #expect(text == "no answer in time")
            let time = ContinuousClock.now - start
            #expect(time >= .milliseconds(290) && time < .seconds(5))
        }
    }

    @Test func theDeadlineHoldsForNames() async throws {
        let silence = Promised<[IPAddress]>()
        let http = PlatformHTTP { _ in await silence.value ?? [] }
        let text = await send(http, get("https://lms.example/x", seconds: 0.2), Self.world)
        #expect(text == "no answer in time" || text.contains("has no address"))
        await http.shutDown()
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let http = PlatformHTTP { _ in [] }
        // Nothing listens on the ports below 10 of this machine.
        #expect(await send(http, get("http://127.0.0.1:9/x")).hasPrefix("not reachable"))
        #expect(await send(http, get("https://lms.example/x"), Self.world).contains("has no address"))
        await http.shutDown()
        #expect(await send(http, get("http://127.0.0.1:9/x")).contains("shutting down"))
    }

    @Test func clientsOfManyPlacesAreShutDown() async throws {
        let clients = PlatformClients(limit: 4)
        for number in 1..<20 {
            let address = try #require(IPAddress("192.0.2.\(number)"))
            let place = PlatformClients.Place(host: "h\(number).example", address: address)
            let isThere = clients.take(place) != nil
            #expect(isThere)
            await clients.giveBack(place)
        }
        await clients.shutDown()
    }
}
