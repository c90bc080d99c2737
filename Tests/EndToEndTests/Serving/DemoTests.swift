import Model
import Testing

@Suite struct DemoTests {
    @Test(arguments: Topology.allCases)
    func everyURLOfTheDemoAnswers(topology: Topology) async throws {
        let lectern = try await Lectern(["PUBLIC_URL": "http://127.0.0.1:1"])
        try await lectern.serving(as: topology) { server in
            let made = try await lectern.attempt(["demo", "--json"], ["PUBLIC_URL": server.url])
            #expect(made.end == .status(0))
            let demo = try made.json()
            let token = try made.member("token")
            let urls = try #require(demo["urls"])
            func url(_ name: String) throws -> String { try #require(urls[name]?.string) }

            for name in ["whoAmI", "lessons", "progress", "ltiProgress"] {
                let answer = try await ask(.get, try url(name), bearer: token)
                #expect(answer.status == 200, "\(name): \(answer.text)")
            }
            let who = try await ask(.get, try url("whoAmI"), bearer: token).json()
            #expect(who["organizationId"]?.string == demo["organization"]?.string)
            let progress = try await ask(.get, try url("progress"), bearer: token).json()
            #expect(progress["learnerId"]?.string == demo["learner"]?.string)
            let lti = try await ask(.get, try url("ltiProgress"), bearer: token).json()
            #expect(lti["ltiUserId"]?.string == demo["ltiUser"]?.string)
            #expect(lti["platformId"]?.string == demo["platform"]?.string)
            #expect(lti["contextId"]?.string == demo["context"]?.string)

            let body = #"{"lessonId":"\#(try made.member("lesson"))","learnerId":"learner-2"}"#
            let embed = try await ask(.post, try url("signToken"), bearer: token, body)
            #expect(embed.status == 200)
            let session = try await ask(
                .post,
                try url("contentSession"),
                bearer: try embed.member("token"),
                Sample.start
            )
            #expect(session.status == 200)
        }
    }

    @Test func theDemoRunsAgainWithAFurtherToken() async throws {
        let lectern = try await Lectern()
        let first = try await lectern.run("demo", "--json")
        let second = try await lectern.run("demo", "--json")
        for name in ["organization", "lesson"] { #expect(try first.member(name) == second.member(name)) }
        #expect(try first.member("token") != second.member("token"))
        #expect(try await lectern.run("org", "list").rows.count == 1)
        let text = try await lectern.run("demo").output
        #expect(text.contains("TOKEN='tapub_"))
        #expect(text.contains("/progress/learner-1"))
    }

    @Test func aGuestOrganizationIsMadeOnceGuestsAreAllowed() async throws {
        let lectern = try await Lectern(["GUESTS": "on"])
        for _ in 0..<2 {
            try await lectern.serving { server in
                let answer = try await ask(.post, "\(server.url)/api/logger/contentsession", Sample.start)
                #expect(answer.status == 200)
            }
        }
        let listed = try #require(try await lectern.run("org", "list", "--json").json().elements)
        #expect(listed.map { $0["guest"]?.bool } == [true])
    }
}
