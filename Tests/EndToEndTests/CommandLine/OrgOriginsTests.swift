import Model
import Testing

@Suite struct OrgOriginsTests {
    @Test func originsAreSetShownAndTakenAway() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        #expect(try await lectern.run("org", "origins", organization).output == "any\n")
        let set = try await lectern.run(
            "org",
            "origins",
            organization,
            "--set",
            "HTTPS://Site.test:443",
            "https://*.school.test",
            "--json"
        ).json()
        let origins = ["https://site.test", "https://*.school.test"]
        #expect(set["id"]?.string == organization)
        #expect(set["allowedOrigins"]?.elements?.map(\.string) == origins)
        let shown = try await lectern.run("org", "origins", organization).output
        #expect(shown == origins.joined(separator: "\n") + "\n")
        let listed = try await lectern.run("org", "list", "--json").json().elements?.first
        #expect(listed?["allowedOrigins"]?.elements?.map(\.string) == origins)

        let any = try await lectern.run("org", "origins", organization, "--any", "--json").json()
        #expect(any["allowedOrigins"]?.isNull == true)
        let entries = try await lectern.run("audit", "--organization", organization, "--json").json().elements ?? []
        #expect(entries.filter { $0["action"]?.string == "organization.origins_changed" }.count == 2)
    }

    @Test(arguments: Topology.allCases)
    func changeCountsFromTheNextRequest(topology: Topology) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        try await lectern.serving(as: topology) { server in
            let site = Site(server: server, token: token, lesson: lesson)
            let learner = try await site.signIn("learner-1")
            func reader() async throws -> [String] {
                let url = "\(server.url)/api/logger/totalcontentprogress/me"
                let answer = try await ask(.get, url, bearer: learner, headers: ["Origin": "https://site.test"])
                return answer.headers["Access-Control-Allow-Origin"]
            }
            func policy() async throws -> String {
                try await ask(.get, "\(server.url)/player/\(lesson)").headers["Content-Security-Policy"].joined()
            }
            #expect(try await reader() == ["*"])
            #expect(try await policy().hasSuffix("frame-ancestors *"))
            try await lectern.run("org", "origins", organization, "--set", "https://other.test")
            #expect(try await reader() == [])
            #expect(try await policy().hasSuffix("frame-ancestors 'self' https://other.test"))
            try await lectern.run("org", "origins", organization, "--set", "https://other.test", "https://site.test")
            #expect(try await reader() == ["https://site.test"])
            try await lectern.run("org", "origins", organization, "--any")
            #expect(try await reader() == ["*"])
            #expect(try await policy().hasSuffix("frame-ancestors *"))
        }
    }
}
