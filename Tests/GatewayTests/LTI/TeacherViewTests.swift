import Credentials
import Directory
import LTI
import Model
import ProgressCore
import TestSupport
import Testing

@testable import Gateway

/// What a teacher sees of a lesson.
@Suite(.timeLimit(.minutes(3)))
struct TeacherViewTests {
    func path(_ fixture: VisitFixture, _ suffix: String = "", lesson: LessonID? = nil) -> String {
        "/lti/lessons/\(lesson ?? fixture.world.lesson.id)\(suffix)"
    }

    func page(
        _ fixture: VisitFixture,
        _ visit: VisitFixture.Visit,
        _ server: TestServer
    ) async throws -> TestResponse {
        let lesson = visit.session.lesson
        return try await server.get(path(fixture, "?launch=\(visit.ticket.text)", lesson: lesson), token: nil)
    }

    /// Four learners of the course, each further than the one before, and one who has left it.
    func fill(_ fixture: VisitFixture, _ course: CourseID) async throws {
        let world = fixture.world
        let core = InProcessCore(world.core)
        var members: [CourseMember] = []
        for (number, name) in ["Ada", "Bo", "Cy", "Di"].enumerated() {
            let user = "user-\(number)"
            let subject = ProgressSubject.lti(platform: fixture.platform.id, user: user, context: "course-1")
            let person = try await world.directory.identities.person(subject, organization: world.organization)
            #expect(person.course == course)
            members.append(CourseMember(learner: person.learner, name: name, role: .learner))
            guard number > 0 else { continue }
            try await load(subject, person.learner, course, number, world)
        }
        let gone = ProgressSubject.lti(platform: fixture.platform.id, user: "user-9", context: "course-1")
        let person = try await world.directory.identities.person(gone, organization: world.organization)
        try await load(gone, person.learner, course, 2, world)
        let pieces = CourseMembers(course: course, name: "Maths", members: members)
        try await core.put(pieces, organization: world.organization, requestID: "test")
    }

    private func load(
        _ subject: ProgressSubject,
        _ learner: LearnerID,
        _ course: CourseID,
        _ number: Int,
        _ world: TestWorld
    ) async throws {
        let key = ProgressKey(organization: world.organization, lesson: world.lesson.id, subject: subject)
        var progress = LessonProgress(key: key, learner: learner, course: course, at: world.clock.now)
        if number > 1 {
            progress.startedAt = world.clock.now
            progress.status = .inProgress
            progress.score = 1
            progress.maxScore = 3
        }
        if number > 2 {
            progress.status = .completed
            progress.completedAt = world.clock.now
            progress.score = 3
        }
        try await world.core.lessons.load([progress], at: world.clock.now)
    }

    // MARK: The page

    @Test(arguments: ServerMode.allCases)
    func thePageShowsWhoIsWhere(mode: ServerMode) async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched()
        try await fill(fixture, visit.session.course)
        try await withServer(fixture.world, mode) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.status == 200, "\(page.text)")
            #expect(page["Cache-Control"] == "no-store")
            #expect(page.text.contains("<h1>Fractions</h1>"))
            #expect(page.text.contains("Maths &lt;5b&gt; · Teacher’s view"))
            let standings = HTMLTag.all("span", in: page.text).compactMap { $0["data-standing"] }
            #expect(standings.sorted() == ["completed", "in_progress", "in_progress", "not_opened", "opened"])
            for (key, count) in [("completed", 1), ("in_progress", 2), ("opened", 1), ("not_opened", 1)] {
                #expect(page.text.contains("<dd data-count=\"\(key)\">\(count)</dd>"))
            }
            let names = ["Ada", "Bo", "Cy", "Di"].map { page.text.firstRange(of: "scope=\"row\">\($0)<") }
            #expect(names.allSatisfy { $0 != nil })
            #expect(names.compactMap(\.?.lowerBound) == names.compactMap(\.?.lowerBound).sorted())
            #expect(page.text.contains("class=\"number\">33.33</td>"))
            #expect(page.text.contains("class=\"number\">100</td>"))
            #expect(page.text.contains("<time datetime=\"\(fixture.world.clock.now)\">"))
            #expect(page.text.contains("has not shared its class list"))
            #expect(!page.text.contains("no longer in the class list)</span></th>"))
            #expect(!page.url(of: "iframe").contains("token="))
        }
    }

    @Test func aPageWithoutLearnersSaysWhatHappensNext() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched(memberships: "https://lms.example/members")
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.status == 200)
            #expect(page.text.contains("No learners yet"))
            #expect(HTMLTag.all("p", in: page.text).first { $0["id"] == "empty" }?["hidden"] == nil)
            #expect(page.text.contains("The class list is being fetched"))
        }
    }

    @Test func theRosterIsDatedAndThoseWhoLeftAreMarked() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched(memberships: "https://lms.example/members")
        try await fill(fixture, visit.session.course)
        let syncedAt = fixture.world.clock.now
        try await fixture.world.directory.rosterSources.finish(
            visit.session.course,
            differences: nil,
            syncedAt: syncedAt
        )
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.text.contains("Class list from your learning platform: <time datetime=\"\(syncedAt)\">"))
            #expect(page.text.contains("(no longer in the class list)</span></th>"))
            let answer = try await server.get(path(fixture, "/learners"), token: visit.token).json()
            #expect(answer["rosterSyncedAt"]?.string == syncedAt.description)
            #expect(answer["learners"]?.elements?.filter { $0["hasLeft"]?.bool == true }.count == 1)
        }
    }

    /// With a mark behind it, or one of a few characters before it, a quote is another character for those who look at
    /// characters.
    @Test func whatPeopleWriteIsTextInThePage() async throws {
        let fixture = try await VisitFixture.make()
        let lesson = try await fixture.world.makeLesson("T</h1><\u{301}script>1")
        let course = LaunchEntry.Context(id: "course-1", title: "\u{600}<b>\u{301} \u{600}\"")
        let visit = try await fixture.launched(lesson: lesson.id, context: course)
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.has("<h1>T&lt;/h1&gt;&lt;\u{301}script&gt;1</h1>"))
            #expect(page.has("\u{600}&lt;b&gt;\u{301} \u{600}&quot;"))
            #expect(!page.has("<\u{301}") && !page.has("\u{600}\""))
        }
    }

    @Test func previewsOfThePlatformAndVisitorsAreNotCounted() async throws {
        let fixture = try await VisitFixture.make()
        let teacher = try await fixture.launched()
        let course = teacher.session.course
        try await fill(fixture, course)
        for visit in [
            try await fixture.launched(.learner, user: "student view", isTestUser: true),
            try await fixture.launched(.visitor, user: "anonymous:1"),
        ] {
            try await load(visit.session.person.subject, visit.session.learner, course, 3, fixture.world)
        }
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, teacher, server)
            #expect(!page.text.contains("student view") && !page.text.contains("anonymous"))
            let answer = try await server.get(path(fixture, "/learners"), token: teacher.token).json()
            #expect(answer["learners"]?.elements?.count == 5)
        }
    }

    @Test func aCourseThatIsNotNamedShowsNobody() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched(context: nil)
        // Somebody else who came without a course.
        let subject = ProgressSubject.lti(platform: fixture.platform.id, user: "user-1", context: nil)
        let person = try await fixture.world.directory.identities.person(
            subject,
            organization: fixture.world.organization
        )
        try await load(subject, person.learner, visit.session.course, 3, fixture.world)
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.status == 200)
            #expect(page.text.contains("did not say which course this is"))
            #expect(!page.text.contains("user-1"))
            let answer = try await server.get(path(fixture, "/learners"), token: visit.token)
            #expect(try answer.json()["learners"]?.textString == "[]")
        }
    }

    @Test func thePreviewOpensThePlayer() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let visit = try await fixture.launched()
        try await withServer(world) { server in
            let page = try await page(fixture, visit, server)
            let start = "/player/\(world.lesson.id)#token="
            let link = try #require(HTMLTag.all("a", in: page.text).compactMap { $0["href"] }.first)
            #expect(link.hasPrefix(start))
            let data = "/api/public/lessons/\(world.lesson.id)/player-data"
            #expect(try await server.get(data, token: String(link.dropFirst(start.count))).status == 200)
            world.clock.advance(seconds: 4_000)
            let answer = try await server.get(path(fixture, "/learners?preview=true"), token: visit.token).json()
            let later = try #require(answer["preview"]?.string)
            #expect(try await server.get(data, token: String(later.dropFirst(start.count))).status == 200)
            #expect(try await server.get(data, token: String(link.dropFirst(start.count))).status == 401)
        }
    }

    @Test func aFrameIsOfferedWhereThePlayerMayBeFramed() async throws {
        let fixture = try await VisitFixture.make()
        let first = try await fixture.launched()
        let second = try await fixture.launched()
        let choosing = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            #expect(try await page(fixture, first, server).text.contains(" data-frames-player>"))
            let origins = try AllowedOrigins(["https://school.example"])
            _ = try await fixture.world.directory.organizations.setAllowedOrigins(
                origins,
                of: fixture.world.organization,
                actor: "test"
            )
            #expect(!(try await page(fixture, second, server)).text.contains(" data-frames-player>"))
            let picker = try await server.post("/lti/deep-linking", [("token", choosing.token)])
            #expect(!picker.text.contains(" data-frames-player>"))
        }
    }

    @Test func aLessonThatIsNoLongerPublishedIsNotShown() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched()
        try await fixture.world.changeDirectory("UPDATE lessons SET published_version_id = NULL")
        try await withServer(fixture.world) { server in
            let page = try await page(fixture, visit, server)
            #expect(page.status == 404)
            #expect(page.text.contains("not published"))
            let answer = try await server.get(path(fixture, "/learners"), token: visit.token)
            #expect(answer.summary == #"404 {"error":"Lesson not found or access denied"}"#)
        }
    }
}

extension TestResponse {
    /// The addresses in a page's elements of a kind, as one text.
    fileprivate func url(of element: String) -> String {
        HTMLTag.all(element, in: text).compactMap { $0["src"] }.joined(separator: " ")
    }
}
