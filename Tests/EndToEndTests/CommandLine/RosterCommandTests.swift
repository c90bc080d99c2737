import Model
import Testing

/// Courses, groups, people and assignments, by hand and from a roster file.
@Suite struct RosterCommandTests {
    private static let nobody = "550e8400-e29b-41d4-a716-446655440000"

    /// The audit trail's actions and subjects, oldest first.
    private func trail(_ lectern: Lectern, _ organization: String) async throws -> [String] {
        let entries = try await lectern.run("audit", "--organization", organization, "--json").json()
        let lines = (entries.elements ?? []).map { entry in
            "\(entry["action"]?.string ?? "") \(entry["subject"]?.string ?? "")"
        }
        return lines.reversed().filter { !$0.hasPrefix("organization.") && !$0.hasPrefix("lesson.") }
    }

    // MARK: By hand

    @Test func peopleComeIntoCoursesAndGroupsAndLeaveThem() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let of = ["--organization", organization]
        func run(_ arguments: String...) async throws -> CommandResult {
            let result = try await lectern.attempt(arguments + of + ["--json"])
            try #require(result.end == .status(0), "\(arguments): \(result.remarks)")
            return result
        }
        let course = try await run("course", "create", "--name", "Class 7b").member("id")
        let group = try await run("group", "create", "--course", course, "--name", "Readers").member("id")
        let ann = try await run("member", "add", "--group", group, "--learner", "ann").member("id")
        let bob = try await run("member", "add", "--course", course, "--learner", "bob", "--role", "coach").member("id")
        let admin = try await run("person", "role", "--learner", "ann", "--role", "admin")
        #expect(admin.output == "{\"id\":\"\(ann)\",\"learner\":\"ann\",\"role\":\"admin\"}\n")

        let members = try #require(try await run("member", "list", "--course", course).json().elements)
        #expect(members.map { $0["id"]?.string } == [bob, ann])
        #expect(members.map { $0["role"]?.string } == ["coach", "learner"])
        let people = try #require(try await run("person", "list").json().elements)
        #expect(people.map { $0["learner"]?.string } == ["ann", "bob"])
        #expect(people.map { $0["role"]?.string } == ["admin", "learner"])
        let groups = try #require(try await run("group", "list", "--course", course).json().elements)
        #expect(groups.map { $0["courseId"]?.string } == [course])
        let rows = try await lectern.attempt(["course", "list"] + of).rows
        #expect(rows.count == 1 && rows[0].hasPrefix(course) && rows[0].hasSuffix("Class 7b"))

        let removed = try await run("member", "remove", "--course", course, "--learner", "ann")
        #expect(try removed.member("id") == ann)
        #expect(try await run("member", "list", "--group", group).output == "[]\n")
        #expect(
            try await trail(lectern, organization) == [
                "course.created \(course)", "group.created \(group)", "member.added learner \(ann) of group \(group)",
                "member.added coach \(bob) of course \(course)", "person.role_changed admin \(ann)",
                "member.removed learner \(ann) of course \(course)",
            ]
        )
    }

    @Test func assignmentsAreMadeAndChanged() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let lesson = try await lectern.makeLesson(organization)
        let of = ["--organization", organization, "--json"]
        let course = try await lectern.attempt(["course", "create", "--name", "C"] + of).member("id")
        let group = try await lectern.attempt(["group", "create", "--course", course, "--name", "G"] + of).member("id")
        let given = try await lectern.attempt(
            ["assignment", "create", "--kind", "lesson", "--lesson", lesson, "--group", group] + of
        )
        #expect(try given.member("lessonId") == lesson)
        let quiz = try await lectern.attempt(
            [
                "assignment", "create", "--kind", "quiz", "--title", "Quiz", "--questions", "5", "--course", course,
                "--group", group, "--inactive",
            ] + of
        )
        let made = try quiz.json()
        #expect(made["active"]?.bool == false)
        #expect(made["archived"]?.bool == false)
        #expect(made["questionCount"]?.integer == 5)
        #expect(made["courses"]?.elements?.map(\.string) == [course])
        #expect(made["groups"]?.elements?.map(\.string) == [group])
        let id = try quiz.member("id")
        let changed = try await lectern.attempt(["assignment", "set", id, "--active", "--archived"] + of).json()
        #expect(changed["active"]?.bool == true)
        #expect(changed["archived"]?.bool == true)
        let session = try await lectern.run(
            "assignment",
            "create",
            "--organization",
            organization,
            "--kind",
            "course-session",
            "--title",
            "Fractions",
            "--course",
            course
        )
        let listed = try await lectern.attempt(["assignment", "list"] + of).json().elements ?? []
        #expect(listed.map { $0["kind"]?.string } == ["lesson", "quiz", "course-session"])
        #expect(listed.last?["id"]?.string == String(session.output.dropLast()))
        let rows = try await lectern.run("assignment", "list", "--organization", organization).rows
        #expect(rows.count == 3 && rows[1].contains("active, archived"))
        #expect(try await trail(lectern, organization).contains("assignment.changed \(id)"))
    }

    // MARK: Roster file

    private static func roster(lesson: String) -> String {
        """
        {"people":[{"learner":"eve","role":"admin"}],
         "courses":[{"key":"c","name":"Class","learners":["ann"],"coaches":["bob"],
                     "groups":[{"key":"g","name":"Group","learners":["cem"]}]}],
         "assignments":[{"key":"l","kind":"lesson","lesson":"\(lesson)","groups":["g"]},
                        {"key":"q","kind":"quiz","title":"Quiz","courses":["c"]}]}
        """
    }

    @Test func importTellsWhatTheKeysBecame() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let lesson = try await lectern.makeLesson(organization)
        let file = try lectern.write(Self.roster(lesson: lesson), to: "roster.json")
        let made = try await lectern.run("roster", "import", file, "--organization", organization, "--json").json()
        #expect(made["people"]?.members?.map(\.name) == ["eve", "ann", "bob", "cem"])
        #expect(made["assignments"]?["l"]?["id"]?.string == lesson)
        let quiz = made["assignments"]?["q"]?["id"]?.string
        #expect(quiz == made["assignments"]?["q"]?["assignmentId"]?.string)
        let course = try #require(made["courses"]?["c"]?.string)
        let rows = try await lectern.run(
            "member",
            "list",
            "--organization",
            organization,
            "--course",
            course
        ).rows
        #expect(rows.count == 3 && rows[0].hasSuffix("bob"))
        let again = try await lectern.run("roster", "import", file, "--organization", organization)
        #expect(again.output == "Imported 4 people, 1 courses, 1 groups, 2 assignments\n")
        #expect(try await trail(lectern, organization).last?.hasPrefix("roster.imported 4 people") == true)
    }

    @Test func wrongRosterStoresNothingAndIsNamed() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let other = try await lectern.makeOrganization("Other")
        let lesson = try await lectern.makeLesson(other)
        for (file, remark) in [
            (Self.roster(lesson: lesson), "assignments[0].lesson: \(lesson) is no lesson of this organization"),
            (Self.roster(lesson: "x"), "assignments[0].lesson: must be a UUID"),
            (#"{"courses":[{"key":"c"}]}"#, "courses[0]: name is missing"), ("[", "file: not JSON"),
        ] {
            let result = try await lectern.attempt(
                ["roster", "import", "-", "--organization", organization],
                input: file
            )
            #expect(result.end == .status(64))
            #expect(result.remarks.contains(remark), "\(result.remarks)")
            #expect(result.output.isEmpty)
        }
        let people = try await lectern.run("person", "list", "--organization", organization, "--json")
        #expect(people.output == "[]\n")
    }

    // MARK: Usage

    /// A misuse with `ORG` for the organization's id.
    struct Misuse: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let remark: String

        init(_ arguments: String, says remark: String) {
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.remark = remark
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Misuse("course create --organization ORG", says: "--name"),
        Misuse("course create --organization \(nobody) --name C", says: "There is no organization \(nobody)"),
        Misuse("course list --organization \(nobody)", says: "There is no organization"),
        Misuse("group create --organization ORG --course \(nobody) --name G", says: "There is no course \(nobody)"),
        Misuse("group list --organization ORG --course \(nobody)", says: "There is no course"),
        Misuse("member add --organization ORG --learner ann", says: "Give either --course or --group"),
        Misuse("member list --organization ORG --course \(nobody) --group \(nobody)", says: "Give either --course or"),
        Misuse("member add --organization ORG --course \(nobody) --learner ann", says: "There is no course"),
        Misuse("member add --organization ORG --group \(nobody) --learner ann", says: "There is no group"),
        Misuse("member add --organization ORG --group \(nobody) --learner a --role coach", says: "not of a group"),
        Misuse("member add --organization ORG --course \(nobody) --learner a --role boss", says: "boss"),
        Misuse("member remove --organization ORG --course \(nobody) --learner a", says: "There is no learner a"),
        Misuse("person role --organization ORG --learner ann --role boss", says: "boss"),
        Misuse("person role --organization ORG --learner ann", says: "--role"),
        Misuse("assignment create --organization ORG --kind quiz --title Q", says: "needs a course or a group"),
        Misuse("assignment create --organization ORG --kind test --title Q", says: "test"),
        Misuse("assignment create --organization ORG --kind lesson", says: "must name its lesson"),
        Misuse("assignment create --organization ORG --kind lesson --lesson \(nobody)", says: "There is no lesson"),
        Misuse(
            "assignment create --organization ORG --kind quiz --title Q --questions 0 --course \(nobody)",
            says: "questions must be between 1 and 1000"
        ),
        Misuse("assignment create --organization ORG --kind quiz --title Q --course \(nobody)", says: "no course"),
        Misuse("assignment set \(nobody) --organization ORG", says: "Give --active"),
        Misuse("assignment set \(nobody) --organization ORG --active", says: "There is no assignment \(nobody)"),
        Misuse("assignment set \(nobody) --organization ORG --active --inactive", says: "inactive"),
        Misuse("assignment list --organization \(nobody)", says: "There is no organization"),
        Misuse("roster import nowhere.json --organization ORG", says: "Cannot read nowhere.json"),
        Misuse("roster import keys --organization ORG", says: "Cannot read keys"),
    ])
    func wrongUseEndsWith64AndSaysWhy(misuse: Misuse) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let result = try await lectern.attempt(misuse.arguments.map { $0 == "ORG" ? organization : $0 })
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(misuse.remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [
        ("course create", ["--organization", "--name", "--json"]), ("course list", ["--organization", "--json"]),
        ("group create", ["--course", "--name", "--json"]), ("group list", ["--course", "--json"]),
        ("member add", ["--course", "--group", "--learner", "--role", "coach", "--json"]),
        ("member remove", ["--course", "--group", "--learner", "--role", "--json"]),
        ("member list", ["--course", "--group", "--json"]),
        ("person role", ["--learner", "--role", "admin", "--json"]), ("person list", ["--json"]),
        (
            "assignment create",
            [
                "--kind", "course-session", "--title", "--lesson", "--questions", "--course", "--group",
                "--active/--inactive", "--archived", "--json",
            ]
        ),
        ("assignment set", ["--active/--inactive", "--archived/--unarchived", "--json"]),
        ("assignment list", ["--json"]), ("roster import", ["--organization", "standard input", "--json"]),
    ])
    func helpIsTheManual(command: String, mentions: [String]) async throws {
        let lectern = try await Lectern(keys: false)
        let result = try await lectern.attempt(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(result.end == .status(0))
        for mention in mentions { #expect(result.output.contains(mention), "\(result.output)") }
    }
}
