import Model
import Testing

@Suite struct LessonCommandTests {
    @Test func importPublishAndListFollowALesson() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization("Ünïversity")
        let file = try lectern.write(Sample.lesson, to: "lesson.json")
        let first = try await lectern.run("lesson", "import", file, "--organization", organization, "--json").json()
        #expect(first["id"]?.string == Sample.lessonID)
        #expect(first["number"]?.integer == 1)
        #expect(first["published"]?.bool == false)
        #expect(try await status(lectern, organization) == "draft")

        let published = try await lectern.run("lesson", "publish", Sample.lessonID, "--json").json()
        #expect(published["versionId"]?.string == first["versionId"]?.string)
        #expect(try await status(lectern, organization) == "published")

        let second = try await lectern.run("lesson", "import", file, "--organization", organization, "--publish")
        #expect(second.output == "Lesson \(Sample.lessonID), version 2 (published)\n")
        let back = try await lectern.run(
            "lesson",
            "publish",
            Sample.lessonID,
            "--version",
            first["versionId"]?.string ?? ""
        )
        #expect(back.output == "Published version \(first["versionId"]?.string ?? "")\n")
        let rows = try await lectern.run("lesson", "list", "--organization", organization).rows
        #expect(rows.count == 1)
        #expect(rows[0].hasPrefix("\(Sample.lessonID)  published"))
        #expect(rows[0].hasSuffix("Fractions"))
    }

    private func status(_ lectern: Lectern, _ organization: String) async throws -> String? {
        let listed = try await lectern.run("lesson", "list", "--organization", organization, "--json").json()
        return listed.elements?.first?["status"]?.string
    }

    @Test func organizationsAreListedOldestFirst() async throws {
        let lectern = try await Lectern()
        let made = try await lectern.run("org", "create", "--name", "First \"quoted\"", "--json").json()
        #expect(made["name"]?.string == "First \"quoted\"")
        #expect(made["guest"]?.bool == false)
        let second = try await lectern.run("org", "create", "--name", "Second").output.dropLast()
        #expect(OrganizationID(String(second)) != nil)
        let listed = try #require(try await lectern.run("org", "list", "--json").json().elements)
        #expect(listed.map { $0["id"]?.string } == [made["id"]?.string, String(second)])
        #expect(try await lectern.run("org", "list").rows.count == 2)
    }

    @Test func everythingWrongWithAFileIsListedWithItsPath() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let file = """
            {"titel":"x","title":"","sections":[{"title":"S","steps":[{"title":"P","widgets":[
              {"id":"w","type":"numeric","prompt":"?","answer":1,"points":"two"}]}]}]}
            """
        let result = try await lectern.attempt(
            ["lesson", "import", "-", "--organization", organization, "--json"],
            input: file
        )
        #expect(result.end == .status(64))
        #expect(result.output.isEmpty)
        let lines = result.remarks.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.contains { $0.contains("titel: ") && $0.contains("title") })
        #expect(lines.contains { $0.contains("title: must") })
        #expect(lines.contains { $0.contains("sections[0].steps[0].widgets[0].points: must be a number") })
        let listed = try await lectern.run("lesson", "list", "--organization", organization, "--json")
        #expect(listed.output == "[]\n")
    }

    @Test func whatThePlayerWillDropIsRemarked() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let file = #"{"title":"T","sections":[{"title":"S","steps":[{"title":"P","content":"<script>x()</script>"}]}]}"#
        let remark = "sections[0].steps[0].content: the player drops <script>"
        let words = try await lectern.attempt(["lesson", "import", "-", "--organization", organization], input: file)
        #expect(words.end == .status(0))
        #expect(words.output.hasSuffix(", version 1 (not yet published)\n"))
        #expect(words.remarks == "Remark: \(remark)\n")
        let json = try await lectern.attempt(
            ["lesson", "import", "-", "--organization", organization, "--json"],
            input: file
        )
        #expect(json.remarks.isEmpty)
        #expect(try json.json()["remarks"]?.elements?.map(\.string) == [remark])
    }

    @Test(arguments: [
        ("", "file: "), ("{", "file: "), ("[]", "file: "), ("{}", "sections: "),
        (#"{"title":"\#(String(repeating: "x", count: 201))","sections":[]}"#, "title: "),
        ("{\"title\":\"a\u{0}b\"}", "file: "),
    ])
    func aFileThatIsNoLessonIsRefused(file: String, remark: String) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let result = try await lectern.attempt(["lesson", "import", "-", "--organization", organization], input: file)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(remark))
    }
}
