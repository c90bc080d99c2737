import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct RosterSyncTests {
    private static let url = ServiceWorld.base + "/members?c=1"
    private static let teacher = #"{"user_id":"t","roles":["Instructor"],"name":"Teacher"}"#
    private static let ada =
        #"{"user_id":"a","roles":["Learner"],"name":"Ada","group_enrollments":[{"group_id":"red"}]}"#
    private static let bob = #"{"user_id":"b","roles":["Learner"],"given_name":"Bob","family_name":"B"}"#
    private static let gone = #"{"user_id":"b","roles":["Learner"],"status":"Deleted"}"#

    private static func page(_ members: [String]) -> String {
        #"{"members":[\#(members.joined(separator: ","))]}"#
    }

    private static func platform(_ members: @escaping FakePlatform.Answering) -> FakePlatform {
        FakePlatform { $0.path == "/token" ? .token("t") : await members($0) }
    }

    /// The course of a launch that told where its members are.
    private func course(_ world: ServiceWorld) async throws -> CourseID {
        try await world.launch(memberships: Self.url, role: .coach).course
    }

    private func sync(
        _ world: ServiceWorld,
        _ rosters: RosterSync,
        _ course: CourseID,
        link: String? = nil
    ) async throws -> RosterSyncReport {
        let source = try #require(try await rosters.claim(course, unlessSyncedAfter: world.clock.now))
        return try await rosters.sync(source, link: link)
    }

    /// The learners of a course as teachers see them.
    private func learners(_ world: ServiceWorld, _ course: CourseID) async throws -> [String] {
        try await world.core.courseProgress(
            course,
            lesson: world.world.lesson.id,
            organization: world.world.organization,
            requestID: "test"
        ).learners.map(\.name)
    }

    @Test func membersAreTakenOverAndLeave() async throws {
        let world = try await ServiceWorld(
            http: Self.platform { _ in .answer(200, Self.page([Self.teacher, Self.ada, Self.bob, "7"])) }
        )
        let rosters = world.rosters()
        let course = try await course(world)
        let report = try await sync(world, rosters, course)
        #expect(report.isWhole)
        #expect([report.pages, report.learners, report.coaches, report.others, report.skipped] == [1, 2, 1, 0, 1])
        #expect(try await learners(world, course) == ["Ada", "Bob B"])
        let request = try #require(world.http.requests.last)
        #expect(request["Accept"] == MediaType.members)
        #expect(request.url == "https://lms.example/members?c=1&limit=500")

        world.http.answer { $0.path == "/token" ? .token("t") : .answer(200, Self.page([Self.teacher, Self.ada])) }
        world.clock.advance(seconds: 1)
        #expect(try await sync(world, rosters, course).removed == 1)
        #expect(try await learners(world, course) == ["Ada"])
    }

    @Test func allPagesAreRead() async throws {
        let http = Self.platform { request in
            let page = request.url.contains("page=2") ? 2 : 1
            let link = page == 1 ? [("Link", #"<\#(ServiceWorld.base)/members?page=2>; rel=“next”"#)] : []
            let members = (0..<700).map { #"{"user_id":"\#(page)-\#($0)","roles":["Learner"]}"# }
            return .answer(200, Self.page(members), headers: link)
        }
        let world = try await ServiceWorld(http: http)
        let course = try await course(world)
        let report = try await sync(world, world.rosters(), course)
        #expect(report.pages == 2)
        #expect(report.learners == 1_400)
        #expect(try await learners(world, course).count == 1_400)
    }

    @Test func aListWithoutEndIsLeft() async throws {
        let link = [("Link", #"<\#(Self.url)&limit=500>; rel="next""#)]
        let world = try await ServiceWorld(
            http: Self.platform { _ in .answer(200, Self.page([Self.ada]), headers: link) }
        )
        let course = try await course(world)
        await #expect(throws: LecternError.self) { try await sync(world, world.rosters(), course) }
    }

    @Test func aPageThatMustNotBeCalledTakesNobodyOut() async throws {
        let world = try await ServiceWorld(
            http: Self.platform { _ in .answer(200, Self.page([Self.ada, Self.bob])) }
        )
        let rosters = world.rosters()
        let course = try await course(world)
        _ = try await sync(world, rosters, course)
        let link = [("Link", #"<https://elsewhere.example/members?page=2>; rel="next""#)]
        world.http.answer {
            $0.path == "/token" ? .token("t") : .answer(200, Self.page([Self.ada]), headers: link)
        }
        world.clock.advance(seconds: 1)
        await #expect {
            try await sync(world, rosters, course)
        } throws: { error in
            (error as? LecternError)?.message.contains("next page") == true
        }
        #expect(try await learners(world, course) == ["Ada", "Bob B"])
        #expect(world.http.requests.allSatisfy { !$0.url.contains("elsewhere") })
    }

    @Test func moreMembersThanAreThoughtPossibleTakeNobodyOut() async throws {
        let world = try await ServiceWorld(
            http: Self.platform { _ in .answer(200, Self.page([Self.ada, Self.bob])) }
        )
        let rosters = world.rosters(memberLimit: 2)
        let course = try await course(world)
        #expect(try await sync(world, rosters, course).learners == 2)
        world.http.answer {
            $0.path == "/token" ? .token("t") : .answer(200, Self.page([Self.ada, Self.teacher, Self.teacher]))
        }
        world.clock.advance(seconds: 1)
        await #expect(throws: LecternError.self) { try await sync(world, rosters, course) }
        #expect(try await learners(world, course) == ["Ada", "Bob B"])
    }

    @Test func aPlatformThatIsSwitchedOffMeanwhileIsLeft() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(404) })
        let (directory, platform) = (world.world.directory, world.record)
        world.http.answer { request in
            if request.path == "/token" { return .token("t") }
            _ = try? await directory.platforms.setActive(
                false,
                platform.id,
                organization: platform.organization,
                actor: "test"
            )
            let link = [("Link", #"<\(ServiceWorld.base)/members?page=2>; rel="next""#)]
            return .answer(200, Self.page([Self.ada]), headers: link)
        }
        let course = try await course(world)
        await #expect(throws: LecternError.self) { try await sync(world, world.rosters(), course) }
        #expect(world.http.count("/members") == 1)
    }

    @Test func namesAreLeftOutWhereTheRegistrationSaysSo() async throws {
        let world = try await ServiceWorld(
            http: Self.platform { _ in .answer(200, Self.page([Self.ada, Self.bob])) }
        ) { $0.keepsNames = false }
        let course = try await course(world)
        _ = try await sync(world, world.rosters(), course)
        #expect(try await learners(world, course) == ["a", "b"])
    }

    @Test func changesAreEnoughWhereThePlatformTellsThem() async throws {
        let link = [("Link", #"<\#(ServiceWorld.base)/changes?since=1>; rel="differences""#)]
        let http = Self.platform { request in
            request.path == "/changes"
                ? .answer(200, Self.page([Self.gone]), headers: link)
                : .answer(200, Self.page([Self.teacher, Self.ada, Self.bob]), headers: link)
        }
        let world = try await ServiceWorld(http: http)
        let rosters = world.rosters()
        let course = try await course(world)
        _ = try await sync(world, rosters, course)
        world.clock.advance(seconds: 60)
        let report = try await sync(world, rosters, course)
        #expect(!report.isWhole)
        #expect(try await learners(world, course) == ["Ada"])
        #expect(http.count("/members") == 1)

        // A platform that has forgotten is asked for all.
        world.http.answer { request in
            switch request.path {
            case "/token": .token("t")
            case "/changes": .answer(404)
            default: .answer(200, Self.page([Self.teacher, Self.bob]))
            }
        }
        world.clock.advance(seconds: 60)
        #expect(try await sync(world, rosters, course).isWhole)
        #expect(try await learners(world, course) == ["Bob B"])
    }

    @Test func anEmptyListTakesNobodyOut() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(200, Self.page([Self.ada])) })
        let rosters = world.rosters()
        let course = try await course(world)
        _ = try await sync(world, rosters, course)
        world.http.answer { $0.path == "/token" ? .token("t") : .answer(200, Self.page([])) }
        world.clock.advance(seconds: 60)
        #expect(try await sync(world, rosters, course).removed == 0)
        #expect(try await learners(world, course) == ["Ada"])
    }

    @Test func aLinksMembersAreAskedForAndAllWhereThePlatformKnowsNone() async throws {
        let http = Self.platform { request in
            request.url.contains("rlid=") ? .answer(400) : .answer(200, Self.page([Self.ada]))
        }
        let world = try await ServiceWorld(http: http)
        let course = try await course(world)
        let report = try await sync(world, world.rosters(), course, link: "link-1")
        #expect(report.isWhole)
        #expect(http.requests.contains { $0.url.hasSuffix("&limit=500&rlid=link-1") })
    }

    @Test func aFailureSaysWhyAndFreesTheCourse() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(403) })
        let rosters = world.rosters()
        let course = try await course(world)
        for _ in 0..<2 {
            await #expect {
                try await sync(world, rosters, course)
            } throws: { error in
                (error as? LecternError)?.message.contains("status 403") == true
            }
        }
    }

    @Test func aFreshCourseIsNotAskedForAgain() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(200, Self.page([Self.ada])) })
        let rosters = world.rosters()
        let course = try await course(world)
        for _ in 0..<3 { await rosters.syncQuietly(course) }
        #expect(world.http.count("/members") == 1)
        world.clock.advance(seconds: 301)
        await rosters.syncQuietly(course)
        #expect(world.http.count("/members") == 2)
        await rosters.syncQuietly(.random())
        #expect(world.http.count("/members") == 2)
    }

    @Test func aBrokenPlatformHasAPause() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(503) })
        let rosters = world.rosters()
        let course = try await course(world)
        let run = Task { await rosters.run() }
        rosters.syncSoon(course)
        #expect(await eventually { world.http.count("/members") == 1 })
        let other = try await world.launch(context: "course-2", memberships: Self.url + "2", role: .coach).course
        #expect(
            await eventually {
                // A second one goes through while the first has its pause.
                rosters.syncSoon(course)
                rosters.syncSoon(other)
                return world.http.requests.contains { $0.url.contains("c=12") }
            }
        )
        #expect(world.http.requests.filter { $0.url.contains("c=1&") }.count == 1)
        run.cancel()
        await run.value
    }

    @Test func whatIsAskedForIsTakenOverInTheBackground() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in .answer(200, Self.page([Self.ada])) })
        let rosters = world.rosters()
        let course = try await course(world)
        let run = Task { await rosters.run() }
        rosters.syncSoon(course)
        let isThere = try await eventually { try await learners(world, course) == ["Ada"] }
        #expect(isThere)
        run.cancel()
        await run.value
    }

    @Test func theQueueHoldsACourseOnceAndNotTooMany() async {
        let queue = RosterQueue(limit: 2)
        let courses = (0..<3).map { _ in CourseID.random() }
        for course in courses + courses { queue.add(course) }
        var iterator = queue.courses.makeAsyncIterator()
        #expect(await iterator.next() == courses[0])
        queue.remove(courses[0])
        queue.add(courses[2])
        #expect(await iterator.next() == courses[1])
        #expect(await iterator.next() == courses[2])
    }
}
