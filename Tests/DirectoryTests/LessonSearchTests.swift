import Directory
import Model
import Testing

/// Looking for published lessons by words and tags.
@Suite struct LessonSearchTests {
    private func titles(
        _ text: String = "",
        tag: String? = nil,
        from start: Int = 0,
        limit: Int = 100,
        _ organization: OrganizationID,
        _ world: DirectoryWorld
    ) async throws -> [String] {
        let search = LessonSearch(text, tag: tag)
        return try await world.directory.lessons
            .find(search, organization: organization, from: start, limit: limit).lessons.map(\.title)
    }

    @Test(
        arguments: [
            ("", ["Adding fractions", "Über 100 % Brüche", "ÉCOLE_d'été"]), ("frac", ["Adding fractions"]),
            ("FRACTIONS adding", ["Adding fractions"]), ("fractions subtracting", []), ("  ", nil),
            ("brüche", ["Über 100 % Brüche"]), ("über", ["Über 100 % Brüche"]), ("ÜBER", ["Über 100 % Brüche"]),
            ("école", ["ÉCOLE_d'été"]), ("%", ["Über 100 % Brüche"]), ("e_d", ["ÉCOLE_d'été"]), ("e%d", []),
            ("a_d", []), ("!", []), ("'", ["ÉCOLE_d'été"]), ("*", []),
        ] as [(String, [String]?)]
    )
    func eachWordMustBeInTheTitle(text: String, found: [String]?) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let all = ["Adding fractions", "Über 100 % Brüche", "ÉCOLE_d'été"]
        for title in all { _ = try await world.lesson(title, of: organization) }
        #expect(try await Set(titles(text, organization, world)) == Set(found ?? all))
    }

    @Test(arguments: [
        ("math", ["one", "two"]), ("grade-5", ["two"]), ("Math", []), ("mat", []), ("math\",\"grade-5", []), ("", []),
        (#"a "quoted" \ tag"#, ["three"]), ("quoted", []), ("Übung", ["three"]), ("%", []), ("none", []),
    ])
    func theTagMustBeTheLessons(tag: String, found: [String]) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.lesson("one", tags: ["math"], of: organization)
        _ = try await world.lesson("two", tags: ["algebra", "math", "grade-5"], of: organization)
        _ = try await world.lesson("three", tags: [#"a \"quoted\" \\ tag"#, "Übung"], of: organization)
        _ = try await world.lesson("four", of: organization)
        #expect(try await Set(titles(tag: tag, organization, world)) == Set(found))
    }

    @Test func wordsAndTagNarrowTogether() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.lesson("Halves", tags: ["math"], of: organization)
        _ = try await world.lesson("Quarters", tags: ["math"], of: organization)
        _ = try await world.lesson("Halves", tags: ["art"], of: organization)
        #expect(try await titles("halves", tag: "math", organization, world) == ["Halves"])
    }

    @Test func partsTogetherAreAllThatIsPublished() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        for number in 0..<7 {
            world.clock.advance(seconds: 1)
            _ = try await world.lesson("T\(number)", of: organization)
        }
        _ = try await world.lesson("T draft", of: organization, publish: false)
        _ = try await world.lesson("T foreign", of: try await world.organization("other"))
        let lessons = world.directory.lessons
        var found: [String] = []
        for start in stride(from: 0, to: 9, by: 3) {
            let page = try await lessons.find(LessonSearch("t"), organization: organization, from: start, limit: 3)
            #expect(page.total == 7)
            found += page.lessons.map(\.title)
        }
        #expect(found == ["T6", "T5", "T4", "T3", "T2", "T1", "T0"])
        let beyond = try await lessons.find(LessonSearch(), organization: organization, from: .max, limit: .max)
        #expect(beyond.lessons.isEmpty)
        let none = try await lessons.find(LessonSearch(), organization: organization, from: -1, limit: -1)
        #expect(none.lessons.isEmpty)
        #expect(none.total == 7)
    }

    @Test func whatIsTypedIsBounded() {
        #expect(LessonSearch(String(repeating: "a ", count: 1_000)).words.count == 8)
        #expect(LessonSearch(String(repeating: "a", count: 1_000)).words.map(\.count) == [200])
    }

    @Test func namedLessonsComeInTheOrderGiven() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.lesson("first", of: organization)
        let second = try await world.lesson("second", of: organization)
        let draft = try await world.lesson("draft", of: organization, publish: false)
        let foreign = try await world.lesson("foreign", of: try await world.organization("other"))
        let ids = [second.lesson, draft.lesson, foreign.lesson, .random(), first.lesson]
        let found = try await world.directory.lessons.published(ids, organization: organization)
        #expect(found.map(\.title) == ["second", "first"])
    }

    @Test func tagsAreThoseOfPublishedLessonsInOrder() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.lesson("one", tags: ["beta", "Alpha"], of: organization)
        _ = try await world.lesson("two", tags: ["beta", "gamma"], of: organization)
        _ = try await world.lesson("three", tags: ["draft"], of: organization, publish: false)
        _ = try await world.lesson("four", tags: ["foreign"], of: try await world.organization("other"))
        #expect(try await world.directory.lessons.tags(organization: organization) == ["Alpha", "beta", "gamma"])
    }

    @Test func outlinesAreThoseOfTheOrganization() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let lesson = try await world.lesson(of: organization)
        let foreign = try await world.lesson(of: try await world.organization("other"))
        let outlines = try await world.directory.lessons.outlines(
            of: [lesson.version, foreign.version, .random()],
            organization: organization
        )
        #expect(Array(outlines.keys) == [lesson.version])
        #expect(outlines[lesson.version]?.totalSteps == 1)
    }
}
