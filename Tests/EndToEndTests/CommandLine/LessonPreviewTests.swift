import Model
import Testing

@Suite struct LessonPreviewTests {
    /// The token in a link's fragment.
    private func token(in url: String) throws -> String {
        let parts = url.split(separator: "#token=")
        try #require(parts.count == 2, "\(url)")
        return String(parts[1])
    }

    @Test func linkShowsTheNewestVersionForAnHourAndRecordsNothing() async throws {
        let lectern = try await Lectern(["PUBLIC_URL": "https://lectern.test"])
        let organization = try await lectern.makeOrganization()
        let lesson = try await lectern.makeLesson(organization)
        let draft = Sample.lesson.replacing("\"Fractions\"", with: "\"Halves\"")
        let file = try lectern.write(draft, to: "draft.json")
        let imported = try await lectern.run("lesson", "import", file, "--organization", organization, "--json")
        let told = try await lectern.run("lesson", "preview", lesson, "--organization", organization, "--json").json()
        #expect(told.members?.map(\.name) == ["url", "token", "expiresAt", "versionId"])
        #expect(told["versionId"]?.string == (try imported.member("versionId")))
        #expect(told["expiresAt"]?.string.flatMap { Timestamp($0) } != nil)
        let token = try #require(told["token"]?.string)
        #expect(told["url"]?.string == "https://lectern.test/player/\(lesson)#token=\(token)")

        let plain = try await lectern.run("lesson", "preview", lesson, "--organization", organization)
        #expect(plain.output.hasPrefix("https://lectern.test/player/\(lesson)#token="))
        #expect(plain.remarks.contains("until"))
        let entries = try await lectern.run("audit", "--organization", organization, "--json").json().elements ?? []
        let previews = entries.filter { $0["action"]?.string == "lesson.previewed" }
        #expect(previews.map { $0["subject"]?.string } == [lesson, lesson])

        try await lectern.serving { server in
            let data = "\(server.url)/api/public/lessons/\(lesson)/player-data?validate_playability=false"
            for token in [token, try self.token(in: String(plain.output.dropLast()))] {
                let answer = try await ask(.get, data, bearer: token).json()
                #expect(answer["lesson"]?["lesson"]?["title"]?.string == "Halves")
                #expect(answer["lesson"]?["lesson"]?["status"]?.string == "draft")
            }
            let refused = try await ask(.post, "\(server.url)/api/logger/contentsession", bearer: token, Sample.start)
            #expect(refused.status == 401)
            #expect(refused.text == #"{"error":"Token verification failed: Invalid token"}"#)
        }
    }

    @Test func aVersionCanBeNamedAndMustBeTheOrganizationsOwn() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let other = try await lectern.makeOrganization("Other school")
        let file = try lectern.write(Sample.lesson, to: "lesson.json")
        let first = try await lectern.run("lesson", "import", file, "--organization", organization, "--json")
        let version = try first.member("versionId")
        try await lectern.run("lesson", "import", file, "--organization", organization)
        let told = try await lectern.run(
            "lesson",
            "preview",
            Sample.lessonID,
            "--organization",
            organization,
            "--version",
            version,
            "--json"
        )
        #expect(try told.member("versionId") == version)
        let foreign = try await lectern.attempt(["lesson", "preview", Sample.lessonID, "--organization", other])
        #expect(foreign.end == .status(64))
        #expect(foreign.remarks.contains("There is no such lesson or version in this organization"))
        #expect(foreign.output.isEmpty)
    }
}
