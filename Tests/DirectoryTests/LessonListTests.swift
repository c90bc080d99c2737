import Directory
import Model
import Testing

/// What the list of published lessons shows, page by page (contract §3.1).
@Suite struct LessonListTests {
    private func published(
        _ organization: OrganizationID,
        since: Timestamp? = nil,
        after cursor: LessonCursor? = nil,
        limit: Int = 100,
        in world: DirectoryWorld
    ) async throws -> [Lesson] {
        try await world.directory.lessons.published(
            organization: organization,
            updatedSince: since,
            after: cursor,
            limit: limit
        )
    }

    /// Nine published lessons: three at each of three instants.
    private func nine(of organization: OrganizationID, in world: DirectoryWorld) async throws {
        for number in 0..<9 {
            if number.isMultiple(of: 3) { world.clock.advance(seconds: 60) }
            _ = try await world.lesson("T\(number)", of: organization)
        }
    }

    @Test func theLatestUpdateComesFirstThenTheID() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        try await nine(of: organization, in: world)
        let lessons = try await published(organization, in: world)
        #expect(lessons.count == 9)
        #expect(
            lessons
                == lessons.sorted { left, right in
                    left.updatedAt == right.updatedAt ? left.id < right.id : left.updatedAt > right.updatedAt
                }
        )
        #expect(Set(lessons.prefix(3).map(\.title)) == ["T6", "T7", "T8"])
    }

    @Test(arguments: 1...10)
    func pagesTogetherAreTheWholeList(limit: Int) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        try await nine(of: organization, in: world)
        var paged: [Lesson] = []
        var cursor: LessonCursor?
        repeat {
            let page = try await published(organization, after: cursor, limit: limit, in: world)
            #expect(page.count <= limit)
            paged += page
            cursor = page.last.map(LessonCursor.init(after:))
        } while cursor != nil && paged.count < 20
        #expect(try await paged == published(organization, in: world))
    }

    @Test func whatIsPublishedBetweenTwoPagesDoesNotRepeatOrHideOthers() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        try await nine(of: organization, in: world)
        let before = try await published(organization, in: world)
        let cursor = LessonCursor(after: before[3])
        world.clock.advance(seconds: 60)
        _ = try await world.lesson("new", of: organization)
        #expect(try await published(organization, after: cursor, in: world) == Array(before.dropFirst(4)))
    }

    @Test func updatedSinceLeavesOutWhatWasUpdatedBefore() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        try await nine(of: organization, in: world)
        let all = try await published(organization, in: world)
        let middle = SteppableClock.start.adding(seconds: 120)
        let justAfter = Timestamp(microseconds: middle.microseconds + 1)
        #expect(try await published(organization, since: middle, in: world) == Array(all.prefix(6)))
        #expect(try await published(organization, since: justAfter, in: world) == Array(all.prefix(3)))
        let rest = try await published(organization, since: middle, after: LessonCursor(after: all[3]), in: world)
        #expect(rest == Array(all[4..<6]))
        let future = world.clock.now.adding(seconds: 1)
        #expect(try await published(organization, since: future, in: world).isEmpty)
    }

    @Test func draftsAndOthersLessonsAreNotShown() async throws {
        let world = try DirectoryWorld()
        let mine = try await world.organization("mine")
        let other = try await world.organization("other")
        let shown = try await world.lesson("shown", of: mine)
        let draft = try await world.lesson("draft", of: mine, publish: false)
        _ = try await world.lesson("foreign", of: other)
        #expect(try await published(mine, in: world).map(\.id) == [shown.lesson])
        #expect(
            try await Set(world.directory.lessons.all(organization: mine).map(\.id)) == [shown.lesson, draft.lesson]
        )
    }

    @Test func aDraftOfAPublishedLessonDoesNotChangeWhatIsShown() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson("One", tags: ["a"], of: organization)
        let before = try await published(organization, in: world)
        world.clock.advance(seconds: 60)
        let second = try await world.lesson("Two", tags: ["b"], to: first.lesson, of: organization, publish: false)
        #expect(try await published(organization, in: world) == before)
        _ = try await world.directory.lessons.publish(
            second.version,
            of: first.lesson,
            organization: organization,
            actor: "cli"
        )
        let after = try await published(organization, in: world)
        #expect(after.map(\.title) == ["Two"])
        #expect(after.map(\.updatedAt) == [world.clock.now])
    }

    @Test func aLessonWithoutAPublicationShowsItsNewestDraft() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson("One", tags: ["a"], of: organization, publish: false)
        world.clock.advance(seconds: 60)
        _ = try await world.lesson("Two", tags: ["b"], to: first.lesson, of: organization, publish: false)
        let lesson = try #require(try await world.directory.lessons.all(organization: organization).first)
        #expect(lesson.title == "Two")
        #expect(lesson.tags == ["b"])
        #expect(lesson.updatedAt == world.clock.now)
        #expect(lesson.createdAt == SteppableClock.start)
    }
}
