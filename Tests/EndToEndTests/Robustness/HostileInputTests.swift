import Foundation
import Model
import Testing

extension HeavyTests {
    /// Bytes that no honest client sends: clear answers or closes, never a 5xx, and the process goes on.
    @Suite struct HostileInputTests {
        static let memoryLimit = 600 * 1_048_576
        private static let settings = [
            "RECEIVE_TIMEOUT_SECONDS": "1", "IDLE_TIMEOUT_SECONDS": "2", "AUTH_FAILURES_PER_MINUTE": "0",
        ]

        @Test(arguments: HostileRequest.all)
        func hostileBytesAreRefusedAndTheProcessGoesOn(request: HostileRequest) async throws {
            let lectern = try await Lectern(Self.settings)
            let organization = try await lectern.makeOrganization()
            let token = try await lectern.makeToken(organization)
            let lesson = try await lectern.makeLesson(organization)
            try await lectern.serving { server in
                let site = Site(server: server, token: token, lesson: lesson)
                let learner = try await site.signIn("learner-1")
                let session = try await site.start(learner).member("session_id")
                let places = ["{token}": token, "{embed}": learner, "{session}": session, "{lesson}": lesson]
                for _ in 0..<request.times {
                    let status = try await blocking { try request.send(to: server.port, places) }
                    #expect(request.accepts(status), "answered with \(status.map { String($0) } ?? "a close")")
                }
                #expect(server.process.isRunning)
                #expect(try server.process.residentBytes() < Self.memoryLimit)
                let poll = try await site.poll("learner-1")
                #expect(poll.status == 200)
                #expect(try poll.member("status") == "not_started")
            }
        }

        @Test func manyHostileConnectionsAtOnceAreBounded() async throws {
            let lectern = try await Lectern(Self.settings)
            let organization = try await lectern.makeOrganization()
            let token = try await lectern.makeToken(organization)
            let lesson = try await lectern.makeLesson(organization)
            let requests = HostileRequest.all.filter { $0.times == 1 }
            try await lectern.serving { server in
                let site = Site(server: server, token: token, lesson: lesson)
                let learner = try await site.signIn("learner-1")
                let session = try await site.start(learner).member("session_id")
                let places = ["{token}": token, "{embed}": learner, "{session}": session, "{lesson}": lesson]
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for request in requests {
                        group.addTask {
                            let status = try await blocking { try request.send(to: server.port, places) }
                            #expect(request.accepts(status))
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try server.process.residentBytes() < Self.memoryLimit)
                #expect(try await site.poll("learner-1").status == 200)
            }
        }
    }
}
