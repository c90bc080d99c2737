import Directory
import Model
import TestSupport
import Testing

/// Targets that no browser would send, as they cross the gateway (contract §9): no way of wiring stumbles over them.
@Suite(.timeLimit(.minutes(3)))
struct OddTargetTests {
    @Test(
        arguments: [
            "x|y", "x\"y", "x{y}", "x[y]", "x\\y", "x^y", "x`y", "x<y>", "%zz", "%", "%ff", "x%2Fy", "x#y", "x?y%20z",
            "..", ".", "%2E%2E", "x?", "x?a=b#c", "x?a=\"|", "x??", "x;y,z", "*", "x:80", "@x", "x%00", "x%23",
            "x%3F",
            "%5B%5D", "x+y", "~", "$!'()",
        ],
        ServerMode.allCases
    )
    func sessionOfAnOddNameIsNotFound(name: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let body = #"{"progress":1}"#
            let fields = [
                "Authorization: Bearer \(world.embedToken())", "Content-Type: application/json",
                "Content-Length: \(body.utf8.count)",
            ]
            // More often than the circuit breaker has patience.
            for _ in 0..<6 {
                let answer = try await server.exchange(
                    server.head("PUT", "/api/logger/contentsession/\(name)", fields) + body
                )
                #expect(answer.summary == #"404 [{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
            }
            let next = try await server.get(world.progressPath())
            #expect(next.status == 404)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func queryThatIsNoneIsRefused(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let head = server.head(
                "PUT",
                "/api/logger/contentsession/x?a=%",
                ["Authorization: Bearer \(world.embedToken())", "Content-Type: application/json", "Content-Length: 2"]
            )
            let answer = try await server.exchange(head + "{}")
            #expect(answer.summary == #"400 {"error":"The query is malformed"}"#)
        }
    }
}
