import Directory
import Model
import Testing

/// Which version a learner takes, and its outline (contract §4).
@Suite struct LessonVersionTests {
    private func expectNotFound(
        _ lesson: LessonID,
        pinned: LessonVersionID?,
        _ organization: OrganizationID,
        in world: DirectoryWorld,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let error = await #expect(throws: LecternError.self, sourceLocation: sourceLocation) {
            _ = try await world.directory.lessons.versionToTake(lesson, pinned: pinned, organization: organization)
        }
        #expect(error?.code == .notFound, sourceLocation: sourceLocation)
        #expect(error?.message == "Lesson not found or access denied", sourceLocation: sourceLocation)
    }

    @Test func aPinnedVersionIsTakenIfItWasEverPublished() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson(of: organization)
        let second = try await world.lesson(to: first.lesson, of: organization)
        for (pinned, expected) in [
            (nil, second.version), (first.version, first.version), (second.version, second.version),
        ] {
            let taken = try await world.directory.lessons.versionToTake(
                first.lesson,
                pinned: pinned,
                organization: organization
            )
            #expect(taken == expected)
        }
    }

    @Test func whatWasNeverPublishedIsNotTaken() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let draft = try await world.lesson(of: organization, publish: false)
        await expectNotFound(draft.lesson, pinned: nil, organization, in: world)
        await expectNotFound(draft.lesson, pinned: draft.version, organization, in: world)
        let published = try await world.lesson(of: organization)
        let next = try await world.lesson(to: published.lesson, of: organization, publish: false)
        await expectNotFound(published.lesson, pinned: next.version, organization, in: world)
        let taken = try await world.directory.lessons.versionToTake(
            published.lesson,
            pinned: nil,
            organization: organization
        )
        #expect(taken == published.version)
    }

    @Test func whatIsForeignOrUnknownIsNotTaken() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let mine = try await world.lesson(of: owner)
        let another = try await world.lesson(of: owner)
        await expectNotFound(mine.lesson, pinned: nil, other, in: world)
        await expectNotFound(mine.lesson, pinned: mine.version, other, in: world)
        await expectNotFound(mine.lesson, pinned: another.version, owner, in: world)
        await expectNotFound(mine.lesson, pinned: .random(), owner, in: world)
        await expectNotFound(.random(), pinned: nil, owner, in: world)
        await expectNotFound(.random(), pinned: mine.version, owner, in: world)
    }

    // MARK: Outline

    @Test func theOutlineIsThatOfTheFile() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let step = ExternalID(high: 1, low: 2)
        let text = LessonFileFixture.file(
            step: #""id":"\#(step)","title":"P","widgets":[{"id":"w","type":"numeric","points":2.5}]"#
        )
        let version = try await world.directory.lessons.importFile(
            Array(text.utf8),
            organization: organization,
            publish: false,
            actor: "cli"
        ).version
        let outline = try #require(try await world.directory.lessons.outline(version, organization: organization))
        let items = [LessonOutline.Item(id: "w", points: 2.5)]
        #expect(
            try LessonOutline(json: JSONParser.parse(outline.text))
                == LessonOutline(sections: [[LessonOutline.Step(id: step, items: items)]])
        )
    }

    @Test func aForeignOrUnknownOutlineIsNil() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let version = try await world.lesson(of: owner).version
        #expect(try await world.directory.lessons.outline(version, organization: owner) != nil)
        #expect(try await world.directory.lessons.outline(version, organization: other) == nil)
        #expect(try await world.directory.lessons.outline(.random(), organization: owner) == nil)
    }
}
