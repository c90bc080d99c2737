import Foundation
import Model
import Testing

@Suite struct ShutdownTests {
    @Test(arguments: Topology.allCases, [SIGTERM, SIGINT])
    func requestsUnderWayAreAnsweredBeforeTheEnd(topology: Topology, signal: Int32) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        try await lectern.serving(as: topology) { server in
            let site = Site(server: server, token: token, lesson: lesson)
            let learner = try await site.signIn("learner-1")
            let session = try await site.start(learner).member("session_id")
            let request = rawRequest(
                "PUT",
                "/api/logger/contentsession/\(session)",
                bearer: learner,
                body: #"{"time_spent_delta":1}"#
            )
            let connections = try await begin(request, on: server)
            server.process.send(signal)
            try await Deadline.until("the process says that it is draining") {
                let ready = try await ask(.get, "http://127.0.0.1:\(server.internalPort)/readyz")
                return ready.status == 503 && ready.text.contains("draining")
            }
            #expect(server.process.isRunning)
            let statuses = try await blocking {
                try connections.map { connection in
                    connection.send(request.suffix(8))
                    return try connection.answer()?.status
                }
            }
            #expect(statuses == [Int?](repeating: 200, count: connections.count))
            #expect(try await server.process.waitForEnd() == .status(0))
        }
        try await lectern.serving { server in
            let site = Site(server: server, token: token, lesson: lesson)
            let answer = try await site.start(try await site.signIn("learner-1")).json()
            #expect(answer["time_spent"]?.integer == 16)
        }
    }

    /// Sends most of a request over sixteen connections and waits until the server has read it.
    private func begin(_ request: [UInt8], on server: LecternServer) async throws -> [RawConnection] {
        let connections = try await blocking {
            try (0..<16).map { _ in
                let connection = try RawConnection(port: server.port)
                connection.send(request.dropLast(8))
                return connection
            }
        }
        // Event loops take what arrives in turn: who answers later arrivals has read the earlier ones.
        try await blocking {
            for _ in 0..<32 {
                let connection = try RawConnection(port: server.port)
                connection.send(rawRequest("GET", "/"))
                #expect(try connection.answer()?.status == 404)
            }
        }
        return connections
    }

    @Test(arguments: Topology.allCases)
    func idleConnectionsHoldNothingUp(topology: Topology) async throws {
        let lectern = try await Lectern()
        try await lectern.serving(as: topology) { server in
            let connections = try await blocking {
                try (0..<50).map { number in
                    let connection = try RawConnection(port: server.port)
                    if number.isMultiple(of: 2) {
                        connection.send(rawRequest("GET", "/api/public/token"))
                        #expect(try connection.answer()?.status == 401)
                    }
                    return connection
                }
            }
            server.process.send(SIGTERM)
            #expect(try await server.process.waitForEnd() == .status(0))
            try await blocking { for connection in connections { try connection.waitForClose() } }
        }
    }

    @Test func aClientThatStallsDoesNotStopTheEnd() async throws {
        let lectern = try await Lectern(["RECEIVE_TIMEOUT_SECONDS": "1"])
        let token = try await lectern.makeToken(try await lectern.makeOrganization())
        let request = rawRequest("POST", "/api/public/sign-token", bearer: token, body: "{}")
        try await lectern.serving { server in
            let connections = try await blocking {
                try [request.dropLast(1), request.prefix(8)].map { beginning in
                    let connection = try RawConnection(port: server.port)
                    connection.send(beginning)
                    return connection
                }
            }
            server.process.send(SIGTERM)
            #expect(try await server.process.waitForEnd() == .status(0))
            try await blocking { for connection in connections { try connection.waitForClose() } }
        }
    }
}
