@testable import Directory
import Model
import Storage
import Testing

@Suite struct ResourceLinkTests {
    /// A link as it is stored.
    private struct Stored: Equatable, Sendable {
        let record: ResourceLinkRecord
        let lesson: LessonID?
        let course: CourseID
        let contextKey: String
    }

    /// The link that a session came by, as it is now.
    private func link(_ session: LaunchSession, _ world: DirectoryWorld) async throws -> Stored {
        let id = try #require(try await world.link(of: session))
        let found = try await world.store.read { connection in
            try connection.first(
                """
                SELECT \(ResourceLinkRecord.columns), link.lesson_id, link.course_id, link.context_key
                FROM resource_links link WHERE link.id = ?1
                """,
                [.text(id)]
            ) { row in
                Stored(
                    record: try ResourceLinkRecord.read(from: row),
                    lesson: try row.optionalID(8),
                    course: try row.id(9),
                    contextKey: row.text(10)
                )
            }
        }
        return try #require(found)
    }

    @Test func whatALaunchTellsOfItsLinkIsStored() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform) { $0.gradeScopes = ["a", DirectoryWorld.scoreScope] }
        let expected = ResourceLinkRecord(
            id: try #require(try await world.link(of: session)),
            organization: platform.organization,
            deploymentID: "d",
            linkID: "l",
            title: "Link",
            lineItem: "https://lms.test/items/1",
            lineItems: "https://lms.test/items",
            scopes: ["a", DirectoryWorld.scoreScope]
        )
        let stored = try await link(session, world)
        #expect(stored.record == expected)
        #expect(stored.lesson == DirectoryWorld.lesson)
        #expect(stored.course == session.course)
        #expect(stored.contextKey == "c")
    }

    @Test func aLaterLaunchChangesIt() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform)
        let lesson = LessonID.random()
        let second = try await world.launch(platform) {
            $0.link = LaunchEntry.Link(id: "l", title: "E\u{301}")
            $0.lesson = lesson
            $0.context = LaunchEntry.Context(id: "other")
            $0.lineItem = "https://lms.test/items/2"
        }
        #expect(try await world.link(of: first) == world.link(of: second))
        let stored = try await link(second, world)
        #expect(stored.record.title.map { Array($0.utf8) } == Array("E\u{301}".utf8))
        #expect(stored.lesson == lesson)
        #expect(stored.course == second.course)
        #expect(stored.contextKey == "other")
        #expect(stored.record.lineItem == "https://lms.test/items/2")
        // The same letter in other bytes is a change as well.
        let third = try await world.launch(platform) {
            $0.link = LaunchEntry.Link(id: "l", title: "\u{C9}")
            $0.lesson = lesson
        }
        #expect(try await link(third, world).record.title.map { Array($0.utf8) } == Array("\u{C9}".utf8))
    }

    @Test func silenceTakesNothingAway() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform)
        let before = try await link(first, world)
        let second = try await world.launch(platform) {
            $0.link = LaunchEntry.Link(id: "l")
            $0.lesson = nil
            $0.role = .coach
            $0.lineItem = nil
            $0.lineItems = nil
            $0.gradeScopes = []
        }
        #expect(try await link(second, world) == before)
    }

    @Test func ourOwnLineItemStaysUntilTheCoursesAreElsewhere() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform) { $0.lineItem = nil }
        let id = try #require(try await world.link(of: first))
        #expect(try await link(first, world).record.lineItem == nil)
        try await world.directory.grades.setLineItem("https://lms.test/items/9", of: id)
        try await world.launch(platform) { $0.lineItem = nil }
        #expect(try await link(first, world).record.lineItem == "https://lms.test/items/9")
        try await world.launch(platform) {
            $0.lineItem = nil
            $0.lineItems = "https://lms.test/elsewhere"
        }
        #expect(try await link(first, world).record.lineItem == nil)
    }

    @Test func linksAreApartByDeploymentAndByteForByte() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        var links: Set<String> = []
        for (deployment, link) in [("d", "l"), ("e", "l"), ("d", "L"), ("d", "\u{E9}"), ("d", "e\u{301}")] {
            let session = try await world.launch(platform) {
                $0.deploymentID = deployment
                $0.link = LaunchEntry.Link(id: link)
            }
            links.insert(try #require(try await world.link(of: session)))
        }
        #expect(links.count == 5)
    }

    // MARK: Line items

    @Test func oneMakerOfALineItemAtATime() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let id = try #require(try await world.link(of: world.launch(platform) { $0.lineItem = nil }))
        let grades = world.directory.grades
        let until = world.clock.now.adding(seconds: 10)
        #expect(try await grades.leaseLineItem(of: id, owner: "a", until: until))
        #expect(try await !grades.leaseLineItem(of: id, owner: "b", until: until))
        #expect(try await grades.leaseLineItem(of: id, owner: "a", until: until))
        #expect(try await !grades.leaseLineItem(of: "unknown", owner: "a", until: until))
        world.clock.advance(seconds: 10)
        let later = world.clock.now.adding(seconds: 10)
        #expect(try await grades.leaseLineItem(of: id, owner: "b", until: later))
        try await grades.setLineItem("https://lms.test/items/9", of: id)
        // There is nothing to make any more.
        for owner in ["a", "b"] { #expect(try await !grades.leaseLineItem(of: id, owner: owner, until: later)) }
    }
}
