import Model
import Testing

/// Lessons and course sessions that a coach gives to learners (rules S15, S16; design §4).
@Suite struct AssignedLessonTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller
    private let course = CourseID.random()
    private let group = GroupID.random()

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed()
        try await world.enrol(learner, in: course)
    }

    private var subject: ExternalID { ExternalID(high: lesson.id.high, low: lesson.id.low) }

    /// What is given, to whom, and whether it opens for a member of the class.
    private struct Given: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isActive = true
        var isForGroup = false
        var isMemberOfGroup = false
        var isElsewhere = false
        /// Something that the other member cannot name.
        var kind: String?
        let isOpen: Bool
    }

    @Test(
        arguments: [
            Given(testDescription: "given to the class", isOpen: true),
            Given(testDescription: "inactive", isActive: false, isOpen: true),
            Given(testDescription: "given to a group of theirs", isForGroup: true, isMemberOfGroup: true, isOpen: true),
            Given(testDescription: "given to a group of others", isForGroup: true, isOpen: false),
            Given(testDescription: "given to another class", isElsewhere: true, isOpen: false),
            Given(testDescription: "a quiz", kind: "quiz", isOpen: false),
        ],
        ["lesson", "course_session"]
    )
    private func contentOpensWithinWhatIsGiven(given: Given, kind: String) async throws {
        if given.isMemberOfGroup { try await world.enrol(learner, in: group, of: course) }
        let target = given.isElsewhere ? CourseID.random().description : course.description
        let subject = try await world.assign(
            given.kind ?? kind,
            to: given.isForGroup ? group.description : target,
            isActive: given.isActive
        )
        let before = try await world.everything()
        let video = TestContent()
        let answer = try await learner.start(video, ",\"\(kind)_id\":\"\(subject)\"")
        if given.isOpen {
            #expect(answer.status == 200)
            #expect(answer.raw("context") == #"{"node_id":"\#(video.node)","\#(kind)_id":"\#(subject)"}"#)
        } else {
            #expect(answer.status == 400)
            #expect(answer.text == "[\"Invalid \(kind)_id\"]")
            #expect(try await world.everything() == before)
        }
    }

    @Test(arguments: ["lesson", "course_session"])
    func nobodyButMembersOpensContentWithinIt(kind: String) async throws {
        let subject = try await world.assign(kind, to: course.description)
        let coach = world.embed("coach")
        try await world.enrol(coach, in: course, role: "coach")
        let admin = world.embed("admin")
        try await world.appoint(admin, as: "admin")
        let id = try #require(learner.principal.person?.learner)
        let stranger = world.embed(id: id, organization: .random())
        let before = try await world.everything()
        for caller in [
            coach, admin, stranger, world.embed("bob"), world.staff(.admin), world.staff(.superuser),
            world.staff(.coach),
        ] {
            let answer = try await caller.start(TestContent(), ",\"\(kind)_id\":\"\(subject)\"")
            #expect(answer.status == 400)
            #expect(answer.text == "[\"Invalid \(kind)_id\"]")
        }
        let guest = try await world.guest.start(TestContent(), ",\"\(kind)_id\":\"\(subject)\"")
        #expect(guest.status == 403)
        #expect(try await world.everything() == before)
    }

    // Rule S11.
    @Test func assessmentNamesItsLevelBesides() async throws {
        let lesson = try await world.assign("lesson", to: course.description)
        let exercise = TestContent.exercise
        let answer = try await learner.exercise(exercise, .model("do_all"), ",\"lesson_id\":\"\(lesson)\"")
        #expect(
            answer.raw("context")
                == #"{"node_id":"\#(exercise.node)","lesson_id":"\#(lesson)","mastery_level":1}"#
        )
    }

    // MARK: - Progress of the lesson

    @Test func lessonThatIsAskedForByNameHasARecord() async throws {
        _ = try await world.assign("lesson", subject, to: course.description)
        let named = ",\"lesson_id\":\"\(lesson.id)\""
        // The gateway that knows the lesson says which version is published.
        let asking = Caller(world: world, principal: learner.principal.requesting(lesson.scope))
        let session = try await asking.open(lesson.steps[0], named)
        #expect(try await world.progress(of: lesson).string("status") == "not_started")
        // An update does not name it again.
        try await learner.report(session, "{\"progress\":0.5,\"interactions\":[\(String.act("q1", 0.5))]}")
        let answer = try await world.progress(of: lesson)
        #expect(answer.string("status") == "in_progress")
        #expect(answer.number("totalSteps") == 3)
        #expect(answer.number("score") == 1)
        #expect(answer.number("maxScore") == 2)
    }

    @Test func lessonThatNobodyPublishedHasNone() async throws {
        _ = try await world.assign("lesson", subject, to: course.description)
        let session = try await learner.open(lesson.steps[0], ",\"lesson_id\":\"\(lesson.id)\"")
        try await learner.report(session, #"{"progress":1}"#)
        #expect(try await world.progress(of: lesson).status == 404)
    }

    @Test func outlineIsAskedForAndTakenFromWhoAsksForTheLesson() async throws {
        let fresh = TestLesson()
        _ = try await world.assign(
            "lesson",
            ExternalID(high: fresh.id.high, low: fresh.id.low),
            to: course.description
        )
        let asking = Caller(world: world, principal: learner.principal.requesting(fresh.scope))
        let before = try await world.everything()
        let named = ",\"lesson_id\":\"\(fresh.id)\""
        #expect(try await asking.start(fresh.steps[0], named).status == 428)
        #expect(try await world.everything() == before)
        let outline = fresh.outline.jsonText.text
        #expect(try await learner.send(.put, "/internal/outlines/\(fresh.version)", outline).status == 400)
        #expect(try await asking.send(.put, "/internal/outlines/\(fresh.version)", outline).status == 200)
        #expect(try await asking.start(fresh.steps[0], named).status == 200)
    }

    @Test func lessonOfTheTokenAndItsAttributesStayOutOfIt() async throws {
        _ = try await world.assign("lesson", subject, to: course.description)
        let own = try await world.lesson()
        let id = try #require(learner.principal.person?.learner)
        let fixed = world.embed(id: id, lesson: own, attributes: #"{"group":"7b"}"#)
        let asking = Caller(world: world, principal: fixed.principal.requesting(lesson.scope))
        let session = try await asking.open(lesson.own, ",\"lesson_id\":\"\(lesson.id)\"")
        try await fixed.report(session, #"{"progress":1}"#)
        let answer = try await world.progress(of: lesson)
        #expect(answer.string("status") == "completed")
        #expect(answer.raw("userAttributes") == "null")
        #expect(try await world.progress(of: own).status == 404)

        // Without a name it is the token's lesson, whatever else was asked for.
        _ = try await asking.open(own.own)
        #expect(try await world.progress(of: own).raw("userAttributes") == #"{"group":"7b"}"#)
        // The token's own lesson needs no assignment; another one does.
        #expect(try await fixed.start(own.own, ",\"lesson_id\":\"\(own.id)\"").status == 200)
        let third = try await world.lesson()
        let elsewhere = Caller(world: world, principal: fixed.principal.requesting(third.scope))
        let refused = try await elsewhere.start(third.own, ",\"lesson_id\":\"\(third.id)\"")
        #expect(refused.text == #"["Invalid lesson_id"]"#)
        #expect(try await world.progress(of: third).status == 404)
    }

    @Test func courseSessionIsNoVisitOfTheTokensLesson() async throws {
        let courseSession = try await world.assign("course_session", to: course.description)
        let id = try #require(learner.principal.person?.learner)
        let fixed = world.embed(id: id, lesson: lesson)
        let answer = try await fixed.start(lesson.own, ",\"course_session_id\":\"\(courseSession)\"")
        #expect(answer.names("context") == ["node_id", "course_session_id"])
        #expect(try await world.progress(of: lesson).status == 404)
    }
}
