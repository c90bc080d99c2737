import Model
import Testing

@testable import ProgressCore

/// Logs of a learner who came through the courses of an LTI platform (design §4): one history for each course.
@Suite struct CourseReadTests {
    private let world: CoreWorld
    private let exercise = TestContent(kind: "exercise")
    private let courses = (first: CourseID.random(), second: CourseID.random())
    /// The same user, in the first and in the second course.
    private let inFirst: Caller
    private let inSecond: Caller

    init() async throws {
        world = try CoreWorld()
        let id = LearnerID.random()
        inFirst = world.lti(id: id, context: "c-1", course: courses.first)
        inSecond = world.lti(id: id, context: "c-2", course: courses.second)
        for (caller, item, course) in [(inFirst, "one", courses.first), (inSecond, "two", courses.second)] {
            let session = try await caller.beginTry(at: exercise)
            try await caller.answer(session, question(item, "1"))
            try await world.enrol(caller, in: course)
        }
    }

    /// The items whose attempts somebody sees, which are as many as the tries they see.
    private func seen(by reader: Caller, _ more: String = "") async throws -> [String] {
        let attempts = try await reader.attemptLog("user=\(inFirst.userID)\(more)")
        try #require(attempts.status == 200, "\(attempts.text)")
        let items = (attempts.json.elements ?? []).compactMap { $0["item"]?.string }.sorted()
        let tries = try await reader.masteryLog(exercise, of: inFirst, more)
        #expect(tries.json.elements?.count == items.count)
        return items
    }

    private func coach(of course: CourseID) async throws -> Caller {
        let coach = world.lti("teacher", context: "c", course: course)
        try await world.enrol(coach, in: course, role: "coach")
        return coach
    }

    @Test func learnerSeesTheLogsOfTheCourseTheyCameThrough() async throws {
        #expect(try await seen(by: inFirst) == ["one"])
        #expect(try await seen(by: inSecond) == ["two"])
        let third = world.lti(
            id: try #require(inFirst.principal.person?.learner),
            context: "c-3",
            course: .random()
        )
        #expect(try await seen(by: third) == [])
    }

    @Test func triesOfTwoCoursesAreNotComparedByTheLearner() async throws {
        let query = "content=\(exercise.content)&user=\(inFirst.userID)"
        for (caller, item) in [(inFirst, "one"), (inSecond, "two")] {
            let answer = try await caller.send(.get, "/api/logger/masterylog/0/diff?\(query)")
            #expect(answer.raw("diff") == "null")
            #expect(answer.string("attemptlogs.0.item") == item)
            #expect(try await caller.send(.get, "/api/logger/masterylog/1/diff?\(query)").status == 404)
        }
    }

    @Test func singleLogsOfTheOtherCourseAreNotFound() async throws {
        let query = "content=\(exercise.content)&user=\(inFirst.userID)"
        let tried = try #require(try await inFirst.masteryLog(exercise, of: inFirst).string("0.id"))
        let attempt = try #require(try await inFirst.attemptLog().string("0.id"))
        for path in ["masterylog/\(tried)?\(query)", "attemptlog/\(attempt)"] {
            #expect(try await inFirst.send(.get, "/api/logger/\(path)").status == 200)
            #expect(try await inSecond.send(.get, "/api/logger/\(path)").status == 404)
        }
    }

    @Test func coachSeesThoseOfTheCourseOnly() async throws {
        let first = try await coach(of: courses.first)
        let second = try await coach(of: courses.second)
        #expect(try await seen(by: first) == ["one"])
        #expect(try await seen(by: second) == ["two"])
        #expect(try await seen(by: try await coach(of: .random())) == [])
        // Filters narrow: the learner is a member of the second course, but what they did there stays unseen.
        #expect(try await seen(by: first, "&classroom=\(courses.second)") == ["one"])
        try await world.enrol(first, in: courses.second, role: "coach")
        #expect(try await seen(by: first) == ["one", "two"])
    }

    @Test func coachSeesWhatMembersDidWithoutACourse() async throws {
        // An embed learner whom the organization put into a course.
        let learner = world.embed("ada")
        let session = try await learner.beginTry(at: exercise)
        try await learner.answer(session, question("mine", "1"))
        let first = try await coach(of: courses.first)
        #expect(try await first.masteryLog(exercise, of: learner).text == "[]")
        try await world.enrol(learner, in: courses.first)
        #expect(try await first.masteryLog(exercise, of: learner).json.elements?.count == 1)
        let second = try await coach(of: courses.second)
        #expect(try await second.masteryLog(exercise, of: learner).text == "[]")
    }

    @Test func coachsOwnLogsAreThoseOfTheirCourse() async throws {
        let teacher = try await coach(of: courses.first)
        let id = try #require(teacher.principal.person?.learner)
        try await teacher.answer(try await teacher.beginTry(at: exercise), question("mine", "1"))
        let elsewhere = world.lti("teacher", id: id, context: "c-9", course: .random())
        #expect(try await teacher.masteryLog(exercise, of: teacher).json.elements?.count == 1)
        #expect(try await elsewhere.masteryLog(exercise, of: teacher).text == "[]")
    }

    @Test func staffSeesAllCourses() async throws {
        let head = world.lti("head", context: "c-1", course: courses.first)
        try await world.appoint(head, as: "coach")
        for reader in [head, world.staff(), world.staff(.superuser)] {
            #expect(try await seen(by: reader) == ["one", "two"])
        }
    }
}
