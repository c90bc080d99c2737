import Foundation
import Model
import Testing

/// What the command line does while a server runs counts from the next request on.
@Suite struct WhileServingTests {
    private struct World {
        let lectern: Lectern
        let organization: String
        let token: String
        let lesson: String

        init() async throws {
            lectern = try await Lectern()
            organization = try await lectern.makeOrganization()
            token = try await lectern.makeToken(organization)
            lesson = try await lectern.makeLesson(organization)
        }

        func serving(as topology: Topology, _ body: (Site) async throws -> Void) async throws {
            try await lectern.serving(as: topology) { server in
                try await body(Site(server: server, token: token, lesson: lesson))
            }
        }
    }

    @Test(arguments: Topology.allCases)
    func aRevokedTokenAndWhatItSignedEndWithTheNextRequest(topology: Topology) async throws {
        let world = try await World()
        try await world.serving(as: topology) { site in
            let learner = try await site.signIn("learner-1")
            let session = try await site.start(learner).member("session_id")
            #expect(try await site.poll("learner-1").status == 200)
            #expect(try await site.poll("learner-1").status == 200)
            try await world.lectern.run("token", "revoke", String(world.token.split(separator: ".")[0]))

            let refused = try await site.poll("learner-1")
            #expect(refused.status == 401)
            #expect(refused.text == #"{"error":"API token has been revoked"}"#)
            #expect(refused.headers["WWW-Authenticate"] == [#"Bearer realm="lectern", error="invalid_token""#])
            for answer in [
                try await site.start(learner), try await site.update(session, learner, "{}"),
                try await site.playerData(learner),
            ] {
                #expect(answer.status == 401)
                #expect(answer.text == #"{"error":"Token verification failed: Token revoked"}"#)
            }
        }
    }

    @Test(arguments: Topology.allCases)
    func aRotatedTokenGoesOnWithWhatItSigned(topology: Topology) async throws {
        let world = try await World()
        try await world.serving(as: topology) { site in
            let learner = try await site.signIn("learner-1")
            let publicKey = String(world.token.split(separator: ".")[0])
            let new = try await world.lectern.run("token", "rotate", publicKey, "--overlap-seconds", "0", "--json")
            let old = try await site.poll("learner-1")
            #expect(old.status == 401)
            #expect(old.text == #"{"error":"API token has expired"}"#)
            #expect(try await site.start(learner).status == 200)
            let renewed = Site(server: site.server, token: try new.member("token"), lesson: site.lesson)
            #expect(try await renewed.poll("learner-1").status == 200)
        }
    }

    @Test(arguments: Topology.allCases)
    func aLoadedRecordIsSeenByTheNextPoll(topology: Topology) async throws {
        let world = try await World()
        let load = ["progress", "import", "-", "--organization", world.organization]
        _ = try await world.lectern.attempt(load, input: Sample.embedLine)
        try await world.serving(as: topology) { site in
            let before = try await site.poll("learner-1")
            #expect(before.text == Sample.embedLine)
            #expect(try await site.poll("learner-1").text == before.text)
            let newer = Sample.embedLine.replacing("\"score\":3", with: "\"score\":4")
            let loaded = try await world.lectern.attempt(load, input: newer)
            #expect(loaded.end == .status(0))
            let after = try await site.poll("learner-1", headers: ["If-None-Match": before.headers["ETag"][0]])
            #expect(after.status == 200)
            #expect(after.text == newer)
        }
    }

    @Test(arguments: Topology.allCases)
    func aPublishedVersionIsTakenByTheNextStart(topology: Topology) async throws {
        let world = try await World()
        try await world.serving(as: topology) { site in
            let learner = try await site.signIn("learner-1")
            _ = try await site.start(learner)
            #expect(try await site.poll("learner-1").json()["totalSteps"]?.integer == 3)
            let longer = Sample.lesson.replacing(#"{"title":"Three"}"#, with: #"{"title":"Three"},{"title":"Four"}"#)
            let arguments = ["lesson", "import", "-", "--organization", world.organization, "--publish"]
            #expect(try await world.lectern.attempt(arguments, input: longer).end == .status(0))
            _ = try await site.start(learner)
            #expect(try await site.poll("learner-1").json()["totalSteps"]?.integer == 4)
        }
    }

    @Test(arguments: Topology.allCases)
    func embedKeysRotateWithoutEndingAnything(topology: Topology) async throws {
        let world = try await World()
        try await world.serving(as: topology) { site in
            let old = try await site.signIn("learner-1")
            #expect(try keyID(old) == "e1")
            try await world.lectern.run("keys", "rotate", "embed")
            site.server.process.send(SIGHUP)
            var new = old
            try await Deadline.until("tokens are signed with the new key") {
                new = try await site.signIn("learner-1")
                return try keyID(new) == "e2"
            }
            #expect(try await site.start(old).status == 200)
            #expect(try await site.start(new).status == 200)

            try await world.lectern.run("keys", "retire", "embed", "1")
            site.server.process.send(SIGHUP)
            try await Deadline.until("the old key is refused") { try await site.start(old).status == 401 }
            #expect(try await site.start(new).status == 200)
        }
    }

    @Test(arguments: Topology.allCases)
    func peppersRotateAndTokensMoveToTheNewOne(topology: Topology) async throws {
        let world = try await World()
        try await world.serving(as: topology) { site in
            try await world.lectern.run("keys", "rotate", "pepper")
            site.server.process.send(SIGHUP)
            try await Deadline.until("the token no longer depends on the old pepper") {
                #expect(try await site.signIn("learner-1").isEmpty == false)
                return try await world.lectern.attempt(["keys", "retire", "pepper", "1"]).end == .status(0)
            }
            site.server.process.send(SIGHUP)
            #expect(try await site.poll("learner-1").status == 404)
            let token = try await world.lectern.makeToken(world.organization)
            let second = Site(server: site.server, token: token, lesson: site.lesson)
            #expect(try await second.poll("learner-1").status == 404)
        }
    }

    /// The `kid` of a token.
    private func keyID(_ token: String) throws -> String? {
        let header = token.split(separator: ".")[0].replacing("-", with: "+").replacing("_", with: "/")
        let padded = header + String(repeating: "=", count: (4 - header.count % 4) % 4)
        return try JSONParser.parse(Array(try #require(Data(base64Encoded: String(padded)))))["kid"]?.string
    }
}
