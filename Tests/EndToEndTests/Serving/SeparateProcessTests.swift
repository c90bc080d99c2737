import Foundation
import Testing

/// A gateway whose core is away, on a Unix socket so that the core comes back at the same place.
@Suite struct SeparateProcessTests {
    @Test func theGatewaySaysSoWhileTheCoreIsAwayAndRecovers() async throws {
        let lectern = try await Lectern()
        let socket = lectern.path("core.sock")
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        let settings = [
            "CORE_LISTEN": "unix:\(socket)", "CORE_URL": "http+unix://\(socket.replacing("/", with: "%2F"))",
        ]
        try await lectern.serving("gateway", with: settings) { server in
            let site = Site(server: server, token: token, lesson: lesson)
            let learner = try await site.signIn("learner-1")
            try await expectAway(site, learner)

            try await lectern.serving("core", with: settings) { core in
                try await expectBack(site, learner)
                try await core.crash()
            }
            try await expectAway(site, learner)

            try await lectern.serving("core", with: settings) { _ in try await expectBack(site, learner) }
            try await expectAway(site, learner)
        }
    }

    private func expectAway(_ site: Site, _ learner: String) async throws {
        let poll = try await site.poll("learner-1")
        #expect(poll.status == 503)
        #expect(poll.text == #"{"error":"Failed to fetch progress data"}"#)
        #expect(poll.headers["Retry-After"].first.flatMap { Int($0) } ?? 0 >= 1)
        for _ in 0..<10 {
            let start = try await site.start(learner)
            #expect(start.status == 503)
            #expect(start.headers["Retry-After"].count == 1)
        }
        let ready = try await ask(.get, "http://127.0.0.1:\(site.server.internalPort)/readyz")
        #expect(ready.status == 503)
        #expect(ready.text == #"{"status":"unavailable","checks":{"core":"failed","directory":"ok"}}"#)
        let alive = try await ask(.get, "http://127.0.0.1:\(site.server.internalPort)/healthz")
        #expect(alive.status == 200)
    }

    private func expectBack(_ site: Site, _ learner: String) async throws {
        try await Deadline.until("the core is asked again") { try await site.start(learner).status == 200 }
        #expect(try await site.poll("learner-1").status == 200)
        let ready = try await ask(.get, "http://127.0.0.1:\(site.server.internalPort)/readyz")
        #expect(ready.status == 200)
    }

    @Test func theCoreAnswersNobodyButAGateway() async throws {
        let lectern = try await Lectern()
        try await lectern.serving("core") { core in
            for path in ["/internal/ready", "/internal/progress?lesson=\(Sample.lessonID)&learner=a", "/nowhere"] {
                let answer = try await ask(.get, core.url + path)
                #expect(answer.status == 401)
                #expect(answer.text == #"{"detail":"Only a gateway may call the core"}"#)
            }
            let start = try await ask(
                .post,
                "\(core.url)/api/logger/contentsession",
                headers: ["Lectern-Principal": "forged"],
                Sample.start
            )
            #expect(start.status == 401)
        }
    }

    @Test func aCoreWithAnotherInternalKeyIsNoCore() async throws {
        let lectern = try await Lectern()
        let other = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        try await other.serving("core") { core in
            try await lectern.serving("gateway", with: ["CORE_URL": core.url]) { server in
                let ready = try await ask(.get, "http://127.0.0.1:\(server.internalPort)/readyz")
                #expect(ready.status == 503)
                let site = Site(server: server, token: token, lesson: Sample.lessonID)
                #expect(try await site.poll("learner-1").status >= 500)
            }
        }
    }

    @Test func internalKeysRotateWhileBothServe() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        try await lectern.serving("core") { core in
            try await lectern.serving("gateway", with: ["CORE_URL": core.url]) { server in
                let site = Site(server: server, token: token, lesson: lesson)
                let learner = try await site.signIn("learner-1")
                #expect(try await site.start(learner).status == 200)
                try await lectern.run("keys", "rotate", "internal")
                // The core finds the new key by itself, whichever of the two hears of it first.
                for process in [server.process, core.process] {
                    process.send(SIGHUP)
                    for _ in 0..<20 { #expect(try await site.start(learner).status == 200) }
                }
            }
        }
    }
}
