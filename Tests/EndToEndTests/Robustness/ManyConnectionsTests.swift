import Foundation
import Model
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension HeavyTests {
    /// Ten thousand connections that do nothing cost little and stop nobody.
    @Suite struct ManyConnectionsTests {
        private static let connections = 10_000
        /// Both ends need a file each, and something for everything else.
        private static let filesNeeded = connections + 1_000

        @Test(
            .enabled(
                if: raiseFileLimit(to: filesNeeded),
                "skipped: the hard limit of open files (ulimit -Hn) is below \(filesNeeded)"
            )
        )
        func idleConnectionsAreHeldAndThenClosed() async throws {
            let lectern = try await Lectern(["IDLE_TIMEOUT_SECONDS": "12", "RECEIVE_TIMEOUT_SECONDS": "12"])
            let organization = try await lectern.makeOrganization()
            let token = try await lectern.makeToken(organization)
            _ = try await lectern.attempt(
                ["progress", "import", "-", "--organization", organization],
                input: Sample.embedLine
            )
            try await lectern.serving { server in
                let site = Site(server: server, token: token, lesson: Sample.lessonID)
                let connections = try await blocking { try open(on: server) }
                try await Deadline.until("all are accepted") { try server.process.openFiles() > Self.connections }
                #expect(try await site.poll("learner-1").text == Sample.embedLine)
                #expect(try server.process.residentBytes() < HostileInputTests.memoryLimit)

                try await blocking { for connection in connections { try connection.waitForClose() } }
                try await Deadline.until("all are given up") { try server.process.openFiles() < 100 }
                #expect(try await site.poll("learner-1").text == Sample.embedLine)
                #expect(try server.process.residentBytes() < HostileInputTests.memoryLimit)
            }
        }

        /// Opens connections; every third says nothing, every third half a line, every third half a request.
        private func open(on server: LecternServer) throws -> [RawConnection] {
            let beginnings = [
                "", "GET /api/pub",
                "POST /api/public/sign-token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
            ]
            return try (0..<Self.connections).map { number in
                let connection = try RawConnection(port: server.port)
                connection.send(beginnings[number % 3].utf8)
                // Lets the server keep pace, so that none is lost in the queue of the system.
                if number.isMultiple(of: 500) {
                    let other = try RawConnection(port: server.port)
                    other.send(rawRequest("GET", "/"))
                    #expect(try other.answer()?.status == 404)
                }
                return connection
            }
        }
    }
}

/// Raises the limit of open files of this process; false when the system does not allow so many.
private func raiseFileLimit(to count: Int) -> Bool {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0, limit.rlim_max >= rlim_t(count) else { return false }
    limit.rlim_cur = max(limit.rlim_cur, rlim_t(count))
    return setrlimit(resource, &limit) == 0
}
