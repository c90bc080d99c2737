import Directory
import Model
import Testing

/// Which version a token opens, and what is told of it (contract §5).
@Suite struct LessonOpeningTests {
    private func expectNotFound(
        _ world: DirectoryWorld,
        _ lesson: LessonID,
        pinned: LessonVersionID? = nil,
        _ organization: OrganizationID,
        drafts: Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let error = await #expect(throws: LecternError.self, sourceLocation: sourceLocation) {
            try await world.directory.lessons.open(lesson, pinned: pinned, organization: organization, drafts: drafts)
        }
        #expect(error?.message == "Lesson not found or access denied", sourceLocation: sourceLocation)
    }

    @Test func openingTellsTheVersionAndTheLessonsTimes() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let createdAt = world.clock.now
        let first = try await world.lesson(of: organization)
        world.clock.advance(seconds: 60)
        let second = try await world.lesson(to: first.lesson, of: organization)
        let updatedAt = world.clock.now
        world.clock.advance(seconds: 60)
        let draft = try await world.lesson(to: first.lesson, of: organization, publish: false)
        for (pinned, drafts, version, isPublished) in [
            (nil, false, second.version, true), (nil, true, second.version, true),
            (first.version, false, first.version, false), (second.version, false, second.version, true),
            (draft.version, true, draft.version, false),
        ] {
            let opening = try await world.directory.lessons.open(
                first.lesson,
                pinned: pinned,
                organization: organization,
                drafts: drafts
            )
            #expect(opening.version == version)
            #expect(opening.isPublished == isPublished)
            #expect(opening.createdAt == createdAt)
            #expect(opening.updatedAt == updatedAt)
        }
        await expectNotFound(world, first.lesson, pinned: draft.version, organization, drafts: false)
    }

    @Test(arguments: [true, false])
    func whatIsForeignOrUnknownIsNotOpened(drafts: Bool) async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let mine = try await world.lesson(of: owner)
        let another = try await world.lesson(of: owner)
        await expectNotFound(world, mine.lesson, other, drafts: drafts)
        await expectNotFound(world, mine.lesson, pinned: mine.version, other, drafts: drafts)
        await expectNotFound(world, mine.lesson, pinned: another.version, owner, drafts: drafts)
        await expectNotFound(world, mine.lesson, pinned: .random(), owner, drafts: drafts)
        await expectNotFound(world, .random(), owner, drafts: drafts)
        let draft = try await world.lesson(of: owner, publish: false)
        await expectNotFound(world, draft.lesson, owner, drafts: drafts)
    }

    @Test func documentIsTheStoredText() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let lesson = try await world.lesson("Halves", of: organization)
        let document = try #require(try await world.directory.lessons.document(of: lesson.version))
        #expect(document.text.hasPrefix(#"{"id":"\#(lesson.lesson)","title":"Halves","#))
        #expect(try await world.directory.lessons.document(of: .random()) == nil)
    }

    // MARK: Versions to look at

    @Test func theNewestVersionIsLookedAtUnlessOneIsNamed() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let first = try await world.lesson(of: owner)
        let draft = try await world.lesson(to: first.lesson, of: owner, publish: false)
        let lessons = world.directory.lessons
        #expect(try await lessons.version(nil, of: first.lesson, organization: owner) == draft.version)
        #expect(try await lessons.version(first.version, of: first.lesson, organization: owner) == first.version)
        for (version, lesson, organization) in [
            (nil, first.lesson, other), (first.version, first.lesson, other), (.random(), first.lesson, owner),
            (nil, .random(), owner), (first.version, .random(), owner),
        ] as [(LessonVersionID?, LessonID, OrganizationID)] {
            let error = await #expect(throws: LecternError.self) {
                try await lessons.version(version, of: lesson, organization: organization)
            }
            #expect(error?.code == .notFound)
            #expect(error?.message == "There is no such lesson or version in this organization")
        }
    }
}
