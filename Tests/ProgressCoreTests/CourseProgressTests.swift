import Model
import Storage
import Testing

@testable import ProgressCore

/// How far the learners of a course are, as teachers see it.
@Suite struct CourseProgressTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let course = CourseID.random()
    private let ada = CourseMember.learner("ada")
    private let bob = CourseMember.learner("Bob")

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    private func read(
        _ course: CourseID? = nil,
        _ lesson: LessonID? = nil,
        organization: OrganizationID? = nil
    ) async throws -> CourseProgress {
        try await world.client.courseProgress(
            course ?? self.course,
            lesson: lesson ?? self.lesson.id,
            organization: organization ?? world.organization,
            requestID: "test"
        )
    }

    /// A member who opens lessons.
    private func caller(_ member: CourseMember, course: CourseID? = nil, context: String = "c-1") -> Caller {
        world.lti(
            "sub of \(member.name)",
            id: member.learner,
            context: context,
            course: course ?? self.course,
            lesson: lesson
        )
    }

    @Test func everyLearnerIsThereInOrderOfName() async throws {
        let cyd = CourseMember.learner("cyd")
        try await world.put(course, [cyd, bob, ada, .learner("teacher").with(.coach)])
        let opened = world.clock.now
        _ = try await caller(bob).open(lesson.own)
        let session = try await caller(cyd).open(lesson.own)
        world.clock.advance(seconds: 1.000_002)
        _ = try await caller(cyd).state(session, #""score":2,"maxScore":3"#)
        let worked = world.clock.now
        world.clock.advance(seconds: 60)
        try await caller(cyd).report(session, #"{"progress":1}"#)
        let progress = try await read()
        #expect(!progress.isCut)
        #expect(progress.learners.map(\.name) == ["ada", "Bob", "cyd"])
        #expect(progress.learners.map(\.learner) == [ada.learner, bob.learner, cyd.learner])
        #expect(progress.learners.map(\.status) == [nil, .notStarted, .completed])
        #expect(progress.learners.map(\.score) == [nil, nil, 66.67])
        #expect(progress.learners.map(\.maxScore) == [nil, nil, 100])
        #expect(progress.learners.map(\.startedAt) == [nil, nil, worked])
        #expect(progress.learners.map(\.completedAt) == [nil, nil, world.clock.now])
        #expect(progress.learners.map(\.lastActivityAt) == [nil, opened, world.clock.now])
        #expect(progress.learners.map(\.isMember) == [true, true, true])
    }

    @Test func whoLeftIsThereWithTheirProgress() async throws {
        try await world.put(course, [ada, bob])
        for member in [ada, bob] { _ = try await caller(member).open(lesson.own) }
        try await world.put(course, [ada.with(.none)])
        // Who never was a member is called by the platform's id.
        let eve = CourseMember.learner("eve")
        _ = try await caller(eve).open(lesson.own)
        let learners = try await read().learners
        #expect(learners.map(\.name) == ["ada", "Bob", "sub of eve"])
        #expect(learners.map(\.isMember) == [false, true, false])
        #expect(learners.map(\.status) == [.notStarted, .notStarted, .notStarted])
    }

    @Test func coachWhoTriesTheLessonIsNoLearner() async throws {
        try await world.put(course, [ada.with(.coach), bob])
        _ = try await caller(ada).open(lesson.own)
        #expect(try await read().learners.map(\.name) == ["Bob"])
    }

    @Test func otherCoursesLessonsAndOrganizationsAreKeptApart() async throws {
        let other = CourseID.random()
        for course in [course, other] { try await world.put(course, [ada]) }
        let session = try await caller(ada, course: other, context: "c-2").open(lesson.own)
        try await caller(ada, course: other, context: "c-2").report(session, #"{"progress":1}"#)
        _ = try await world.embed("eve", lesson: lesson).open(lesson.own)
        #expect(try await read().learners.map(\.status) == [nil])
        #expect(try await read(other).learners.map(\.status) == [.completed])
        #expect(try await read(other, .random()).learners.map(\.status) == [nil])
        #expect(try await read(.random()).learners.isEmpty)
        #expect(try await read(other, organization: .random()).learners.isEmpty)
    }

    @Test func loadedRecordsOfOneLearnerCountOnce() async throws {
        try await world.put(course, [ada])
        let records = ["c-1", "c-2", "c-3"].enumerated().map { place, context in
            let subject = ProgressSubject.lti(platform: "p", user: "u", context: context)
            let key = ProgressKey(organization: world.organization, lesson: lesson.id, subject: subject)
            let at = world.clock.now.adding(seconds: place == 1 ? 1 : 0)
            var progress = LessonProgress(key: key, learner: ada.learner, course: course, at: at)
            progress.status = place == 1 ? .completed : .inProgress
            return progress
        }
        try await world.core.lessons.load(records, at: world.clock.now)
        #expect(try await read().learners.map(\.status) == [.completed])
    }

    @Test func loadMovesARecordToItsCourse() async throws {
        let former = caller(ada, course: .random())
        let session = try await former.open(lesson.own)
        let subject = ProgressSubject.lti(platform: "platform-1", user: "sub of ada", context: "c-1")
        let key = ProgressKey(organization: world.organization, lesson: lesson.id, subject: subject)
        let loaded = LessonProgress(key: key, learner: bob.learner, course: course, at: world.clock.now)
        try await world.core.lessons.load([loaded], at: world.clock.now)
        #expect(try await read().learners.map(\.learner) == [bob.learner])
        // What happens later leaves it there.
        try await former.report(session, #"{"progress":1}"#)
        #expect(try await read().learners.map(\.learner) == [bob.learner])
        #expect(try await read().learners.map(\.status) == [.completed])
    }

    @Test(arguments: [(4_999, 1, false), (5_000, 0, false), (5_000, 1, true), (4_999, 2, true)])
    func listHasAnEnd(members: Int, others: Int, isCut: Bool) async throws {
        let names = (0..<members).map { CourseMember.learner("learner \($0)") }
        for start in stride(from: 0, to: names.count, by: 500) {
            try await world.put(course, Array(names[start..<min(start + 500, names.count)]))
        }
        for other in 0..<others { _ = try await caller(.learner("z \(other)")).open(lesson.own) }
        let progress = try await read()
        #expect(progress.isCut == isCut)
        #expect(progress.learners.count == 5_000)
        #expect(progress.learners[1].name == "learner 1")
    }

    @Test func nothingIsScanned() throws {
        let organization = world.organization
        let records = try world.plan(
            CourseProgress.recordsQuery,
            [.id(course), .id(lesson.id), .id(organization)]
        )
        #expect(
            records[0] == "SEARCH lesson_progress USING INDEX lesson_progress_by_course (course_id=? AND lesson_id=?)"
        )
        let plans = try records + world.plan(CourseProgress.membersQuery, [.id(course), .id(organization)])
        #expect(plans.count == 4)
        #expect(plans.filter { !$0.hasPrefix("SEARCH") } == [])
    }
}
