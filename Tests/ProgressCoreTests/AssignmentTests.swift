import Model
import Storage
import Testing

@testable import ProgressCore

/// What is assigned to courses and groups, piece by piece and with a whole roster.
@Suite struct AssignmentTests {
    private let world: CoreWorld
    private let roster: RosterRepository
    private let home: OrganizationID

    init() throws {
        world = try CoreWorld()
        roster = RosterRepository(store: world.store, clock: world.clock.wall)
        home = world.organization
    }

    private func message(_ call: () async throws -> Void) async -> String? {
        do {
            try await call()
            return nil
        } catch let error as LecternError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    // MARK: One by one

    @Test func assignmentsAreListedWithTheirTargets() async throws {
        let course = try await roster.createCourse(named: "C", organization: home).id
        let group = try await roster.createGroup(named: "G", in: course, organization: home).id
        let targets = [RosterCollection.course(course), .group(group)]
        let lesson = LessonID.random()
        var made: [Assignment] = []
        for draft in [
            AssignmentDraft(.lesson(lesson), title: nil, targets: [.group(group), .course(course), .group(group)]),
            AssignmentDraft(.quiz(questions: 7), title: "Quiz", targets: targets, isActive: false),
            AssignmentDraft(.courseSession, title: "Session", targets: targets, isArchived: true),
        ] {
            made.append(try await roster.assign(draft, organization: home))
            world.clock.advance(seconds: 1)
        }
        #expect(made.allSatisfy { $0.targets == targets })
        #expect(try await roster.assignments(organization: home) == made)
        #expect(try await roster.assignments(organization: .random()).isEmpty)
        #expect(made[0].subject.description == lesson.description)
        #expect(made[1].subject.description == made[1].id.description)
        #expect(made[2].subject.description == made[2].id.description)
        let stored = try await world.column(
            "SELECT kind || ' ' || subject_id || ' ' || active || archived FROM assignments ORDER BY created_at"
        )
        #expect(stored == ["lesson \(lesson) 10", "quiz \(made[1].id) 00", "course_session \(made[2].id) 11"])
        var json = JSONWriter()
        made[1].write(to: &json)
        #expect(
            json.text == """
                {"id":"\(made[1].id)","kind":"quiz","lessonId":null,"title":"Quiz","questionCount":7,"active":false,\
                "archived":false,"courses":["\(course)"],"groups":["\(group)"],"createdAt":"\(made[1].createdAt)"}
                """
        )
    }

    @Test func draftsAreChecked() async throws {
        let course = try await roster.createCourse(named: "C", organization: home).id
        for (draft, expected) in [
            (AssignmentDraft(.courseSession, title: "S", targets: []), "an assignment needs a course or a group"),
            (
                AssignmentDraft(.quiz(questions: nil), title: nil, targets: [.course(course)]),
                "only a lesson can do without a title"
            ),
            (
                AssignmentDraft(.lesson(.random()), title: "", targets: [.course(course)]),
                "title must have 1 to 200 characters and no control characters"
            ),
        ] {
            let refused = await message { _ = try await roster.assign(draft, organization: home) }
            #expect(refused == expected)
        }
        #expect(try await roster.assignments(organization: home).isEmpty)
    }

    @Test(
        arguments: [
            (AssignmentKind.lesson, false, nil, "the kind lesson must name its lesson"),
            (.lesson, true, 1, "only a quiz has a number of questions"), (.lesson, true, nil, nil),
            (.quiz, true, nil, "only the kind lesson names a lesson"), (.quiz, false, nil, nil),
            (.quiz, false, 1_000, nil),
            (.quiz, false, 0, "questions must be between 1 and 1000"),
            (.quiz, false, 1_001, "questions must be between 1 and 1000"), (.courseSession, false, nil, nil),
            (.courseSession, false, 3, "only a quiz has a number of questions"),
        ] as [(AssignmentKind, Bool, Int?, String?)]
    )
    func piecesMustGoTogether(kind: AssignmentKind, hasLesson: Bool, questions: Int?, expected: String?) async {
        let lesson = hasLesson ? LessonID.random() : nil
        let refused = await message {
            let content = try AssignmentContent(kind, lesson: lesson, questions: questions)
            #expect(content.kind == kind)
            #expect(content.lesson == lesson)
            #expect(content.questions == questions)
        }
        #expect(refused == expected)
    }

    @Test func changesLeaveTheRestAsItIs() async throws {
        let course = try await roster.createCourse(named: "C", organization: home).id
        let draft = AssignmentDraft(.quiz(questions: nil), title: "Quiz", targets: [.course(course)])
        let quiz = try await roster.assign(draft, organization: home)
        let closed = try await roster.change(quiz.id, isActive: false, organization: home)
        #expect(!closed.isActive && !closed.isArchived)
        let archived = try await roster.change(quiz.id, isArchived: true, organization: home)
        #expect(!archived.isActive && archived.isArchived)
        let open = try await roster.change(quiz.id, isActive: true, isArchived: false, organization: home)
        #expect(open == quiz)
        let away = await message { _ = try await roster.change(quiz.id, isActive: false, organization: .random()) }
        #expect(away == "There is no assignment \(quiz.id) in this organization")
        #expect(try await roster.assignments(organization: home) == [quiz])
    }

    // MARK: Import

    private static func file(lesson: LessonID) -> String {
        """
        {"people":[{"learner":"eve","role":"admin"}],
         "courses":[{"key":"c","name":"Class","learners":["ann"],"coaches":["bob"],
                     "groups":[{"key":"g","name":"Group","learners":["cem","ann"]}]}],
         "assignments":[{"key":"l","kind":"lesson","lesson":"\(lesson)","groups":["g"]},
                        {"key":"q","kind":"quiz","title":"Quiz","questions":3,"courses":["c"],"groups":["g"]}]}
        """
    }

    @Test func importMakesEverythingAndTellsTheIds() async throws {
        let lesson = LessonID.random()
        let file = try Roster(Array(Self.file(lesson: lesson).utf8))
        let learners = file.names.map { _ in LearnerID.random() }
        let people = Dictionary(uniqueKeysWithValues: zip(file.names, learners))
        try await roster.save(
            RosterPerson(learner: try #require(people["bob"]), name: "bob", role: .coach),
            organization: home
        )
        let result = try await roster.importRoster(file, learners: learners, organization: home)
        #expect(result.people.map(\.name) == ["eve", "ann", "bob", "cem"])
        #expect(result.people.allSatisfy { people[$0.name] == $0.id })
        let (course, group) = (result.courses[0].id, result.groups[0].id)
        let members = try await roster.members(of: .course(course), organization: home)
        #expect(members.map { "\($0.name) \($0.role)" } == ["bob coach", "ann learner", "cem learner"])
        #expect(try await roster.members(of: .group(group), organization: home).map(\.name) == ["ann", "cem"])
        let roles = try await roster.people(organization: home).map { "\($0.name) \($0.role)" }
        #expect(roles == ["ann learner", "bob coach", "cem learner", "eve admin"])

        let stored = try await roster.assignments(organization: home)
        #expect(Set(stored.map(\.id)) == Set(result.assignments.map(\.made.assignment)))
        let quiz = try #require(stored.first { $0.content.kind == .quiz })
        #expect(quiz.targets == [.course(course), .group(group)])
        #expect(result.assignments[1].made.id == quiz.subject)
        #expect(result.assignments[0].made.id.description == lesson.description)

        var json = JSONWriter()
        result.write(to: &json)
        let told = try JSONParser.parse(json.text)
        #expect(told["people"]?["ann"]?.string == people["ann"]?.description)
        #expect(told["courses"]?["c"]?.string == course.description)
        #expect(told["groups"]?["g"]?.string == group.description)
        #expect(told["assignments"]?["l"]?["id"]?.string == lesson.description)
        #expect(told["assignments"]?["q"]?["assignmentId"]?.string == quiz.id.description)
    }

    @Test func importAgainMakesNewCoursesAndKeepsThePeople() async throws {
        let file = try Roster(Array(Self.file(lesson: .random()).utf8))
        let learners = file.names.map { _ in LearnerID.random() }
        for _ in 0..<2 { _ = try await roster.importRoster(file, learners: learners, organization: home) }
        #expect(try await roster.courses(organization: home).count == 2)
        #expect(try await roster.assignments(organization: home).count == 4)
        #expect(try await roster.people(organization: home).count == 4)
    }

    @Test func importIsAllOrNothing() async throws {
        let file = try Roster(Array(Self.file(lesson: .random()).utf8))
        let learners = file.names.map { _ in LearnerID.random() }
        let stranger = learners[3]
        try await roster.save(RosterPerson(learner: stranger, name: "cem", role: .learner), organization: .random())
        let foreign = await message { _ = try await roster.importRoster(file, learners: learners, organization: home) }
        #expect(foreign == "There is no learner \(stranger) in this organization")
        let few = await message {
            _ = try await roster.importRoster(file, learners: Array(learners.dropLast()), organization: home)
        }
        #expect(few == "There is no learner cem")
        #expect(try await roster.people(organization: home).isEmpty)
        #expect(try await roster.courses(organization: home).isEmpty)
        #expect(try await roster.assignments(organization: home).isEmpty)
    }

    /// As in the directory: the two ways to write é are two names.
    @Test func namesAreComparedByteForByte() async throws {
        let text = #"{"people":[{"learner":"us\u00e9r"},{"learner":"use\u0301r","role":"admin"}]}"#
        let file = try Roster(Array(text.utf8))
        let learners = [LearnerID.random(), .random()]
        let result = try await roster.importRoster(file, learners: learners, organization: home)
        #expect(result.people.map(\.id) == learners)
        let roles = try await roster.people(organization: home).map { "\($0.learner) \($0.role)" }
        #expect(Set(roles) == ["\(learners[0]) learner", "\(learners[1]) admin"])
    }
}
