import Directory
import Model
import Testing

/// Lessons are imported, published and taken (contract §3, §4).
@Suite struct LessonRepositoryTests {
    private func importFile(
        _ text: String,
        to lesson: LessonID? = nil,
        of organization: OrganizationID,
        in world: DirectoryWorld
    ) async throws -> ImportedLesson {
        try await world.directory.lessons.importFile(
            Array(text.utf8),
            organization: organization,
            lesson: lesson,
            publish: false,
            actor: "cli"
        )
    }

    private func file(id: LessonID) -> String { LessonFileFixture.file(lesson: #""id":"\#(id)","title":"T""#) }

    // MARK: Import

    @Test func eachFileWithoutAnIDIsANewLesson() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson(of: organization, publish: false)
        let second = try await world.lesson(of: organization, publish: false)
        #expect(first.lesson != second.lesson)
        #expect([first.number, second.number] == [1, 1])
        #expect(try await world.directory.lessons.all(organization: organization).count == 2)
    }

    @Test func versionsOfALessonAreCounted() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson(of: organization)
        var versions = [first.version]
        for number in 2...4 {
            let next = try await world.lesson("T\(number)", to: first.lesson, of: organization)
            #expect(next.lesson == first.lesson)
            #expect(next.number == number)
            versions.append(next.version)
        }
        #expect(Set(versions).count == 4)
        #expect(try await world.directory.lessons.all(organization: organization).map(\.title) == ["T4"])
    }

    @Test func parallelImportsGetDifferentNumbers() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let lesson = try await world.lesson(of: organization).lesson
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { try await world.lesson(to: lesson, of: organization, publish: false).number }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(2...9))
    }

    @Test func theFilesOwnIDIsTheLessons() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let id = LessonID.random()
        let first = try await importFile(file(id: id), of: organization, in: world)
        let second = try await importFile(file(id: id), of: organization, in: world)
        let third = try await importFile(file(id: id), to: id, of: organization, in: world)
        #expect([first.lesson, second.lesson, third.lesson] == [id, id, id])
        #expect([first.number, second.number, third.number] == [1, 2, 3])
    }

    @Test func aFileOfAnotherLessonIsRefused() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let lesson = try await world.lesson(of: organization).lesson
        let id = LessonID.random()
        let error = await #expect(throws: LecternError.self) {
            _ = try await importFile(file(id: id), to: lesson, of: organization, in: world)
        }
        #expect(error?.code == .conflict)
        #expect(error?.message == "The file is lesson \(id), not \(lesson)")
    }

    @Test func aFileWhoseIDIsAnotherOrganizationsIsRefused() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let lesson = try await world.lesson(of: owner).lesson
        let error = await #expect(throws: LecternError.self) {
            _ = try await importFile(file(id: lesson), of: other, in: world)
        }
        #expect(error?.code == .conflict)
        #expect(try await world.count("lesson_versions") == 1)
        #expect(try await world.audit(other).map(\.action) == [.organizationCreated])
    }

    /// Contract §2.5: another organization's lesson is as good as none.
    @Test(arguments: [true, false])
    func aLessonThatIsForeignOrUnknownIsNotFound(isForeign: Bool) async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let lesson = isForeign ? try await world.lesson(of: owner).lesson : .random()
        let error = await #expect(throws: LecternError.self) { _ = try await world.lesson(to: lesson, of: other) }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no lesson \(lesson) in this organization")
        #expect(try await world.directory.lessons.all(organization: other).isEmpty)
    }

    @Test func anUnknownOrganizationIsNotFound() async throws {
        let world = try DirectoryWorld()
        let error = await #expect(throws: LecternError.self) { _ = try await world.lesson(of: .random()) }
        #expect(error?.code == .notFound)
        #expect(try await world.count("lessons") == 0)
    }

    @Test func aFaultyFileLeavesNothing() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        await #expect(throws: LessonFileErrors.self) {
            _ = try await importFile(#"{"title":"T"}"#, of: organization, in: world)
        }
        #expect(try await world.count("lessons") == 0)
        #expect(try await world.audit(organization).count == 1)
    }

    // MARK: Publish

    @Test func theNewestVersionIsPublishedUnlessAnotherIsNamed() async throws {
        let world = try DirectoryWorld()
        let lessons = world.directory.lessons
        let organization = try await world.organization()
        let first = try await world.lesson("One", tags: ["a"], of: organization, publish: false)
        let second = try await world.lesson("Two", tags: ["b"], to: first.lesson, of: organization, publish: false)
        for (named, expected, title, tag) in [
            (nil, second.version, "Two", "b"), (first.version, first.version, "One", "a"),
            (second.version, second.version, "Two", "b"),
        ] {
            world.clock.advance(seconds: 1)
            #expect(
                try await lessons.publish(named, of: first.lesson, organization: organization, actor: "cli") == expected
            )
            let lesson = try #require(try await lessons.all(organization: organization).first)
            #expect(lesson.publishedVersion == expected)
            #expect(lesson.title == title)
            #expect(lesson.tags == [tag])
            #expect(lesson.updatedAt == world.clock.now)
            #expect(lesson.createdAt == SteppableClock.start)
            let taken = try await lessons.versionToTake(first.lesson, pinned: nil, organization: organization)
            #expect(taken == expected)
        }
    }

    @Test func whatIsForeignOrUnknownCannotBePublished() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let mine = try await world.lesson(of: owner, publish: false)
        let another = try await world.lesson(of: owner, publish: false)
        let attempts: [(LessonVersionID?, LessonID, OrganizationID?)] = [
            (nil, .random(), nil), (.random(), mine.lesson, nil), (another.version, mine.lesson, owner),
            (nil, mine.lesson, other), (mine.version, mine.lesson, other),
        ]
        for (version, lesson, organization) in attempts {
            let error = await #expect(throws: LecternError.self) {
                _ = try await world.directory.lessons.publish(
                    version,
                    of: lesson,
                    organization: organization,
                    actor: "cli"
                )
            }
            #expect(error?.code == .notFound)
        }
        #expect(try await world.audit(owner).allSatisfy { $0.action != .lessonPublished })
        // Without an organization the lesson's own is meant.
        _ = try await world.directory.lessons.publish(nil, of: mine.lesson, organization: nil, actor: "cli")
        #expect(try await world.audit(owner).last?.action == .lessonPublished)
    }

    @Test func importAndPublicationLeaveAuditRows() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        world.clock.advance(seconds: 1)
        let lesson = try await world.lesson(of: organization).lesson
        let expected = [AuditEntry.Action.lessonImported, .lessonPublished].map { action in
            AuditEntry(
                at: world.clock.now,
                organization: organization,
                actor: "cli",
                action: action,
                subject: lesson.description
            )
        }
        #expect(try await Array(world.audit(organization).dropFirst()) == expected)
    }

    // MARK: Owners

    @Test func ownersAreToldAndUnknownLessonsLeftOut() async throws {
        let world = try DirectoryWorld()
        let first = try await world.organization("first")
        let second = try await world.organization("second")
        let one = try await world.lesson(of: first).lesson
        let two = try await world.lesson(of: second, publish: false).lesson
        #expect(try await world.directory.lessons.owners(of: [one, two, .random()]) == [one: first, two: second])
        #expect(try await world.directory.lessons.owners(of: []).isEmpty)
    }
}
