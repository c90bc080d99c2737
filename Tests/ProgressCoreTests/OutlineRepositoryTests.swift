import Model
import Storage
import Testing

@testable import ProgressCore

@Suite struct OutlineRepositoryTests {
    private let world: CoreWorld
    private let lesson = TestLesson()

    init() throws {
        world = try CoreWorld()
    }

    private func outline(_ version: LessonVersionID, _ core: ProgressCore) async throws -> LessonOutline? {
        try await world.store.read { try core.outlines.outline(of: version, $0) }
    }

    @Test func outlineThatWasBroughtIsKnown() async throws {
        #expect(try await outline(lesson.version, world.core) == nil)
        try await world.bring(lesson)
        // From the store, from memory, and in a process that starts later.
        for core in [world.core, world.core, ProgressCore(store: world.store)] {
            #expect(try await outline(lesson.version, core) == lesson.outline)
        }
        #expect(try await outline(.random(), world.core) == nil)
    }

    @Test func secondOutlineOfAVersionChangesNothing() async throws {
        try await world.bring(lesson)
        var other = lesson
        other.outline = LessonOutline(sections: [])
        try await world.bring(other)
        #expect(try await outline(lesson.version, ProgressCore(store: world.store)) == lesson.outline)
    }

    @Test(arguments: [
        ("{}", 400), (#"{"sections":5}"#, 400), (#"{"sections":[5]}"#, 400), (#"{"sections":[[{}]]}"#, 400),
        (#"{"sections":[[{"id":"x","items":[]}]]}"#, 400), ("[]", 400), ("{", 400), (#"{"sections":[]}"#, 200),
    ])
    func malformedOutlineIsRefused(body: String, status: Int) async throws {
        let gateway = world.embed(lesson: lesson)
        let answer = try await gateway.send(.put, "/internal/outlines/\(lesson.version)", body)
        #expect(answer.status == status)
        #expect(try await world.column("SELECT count(*) FROM outlines") == [status == 200 ? "1" : "0"])
    }

    @Test func outlineMustBeThatOfTheCallersVersion() async throws {
        let body = lesson.outline.jsonText.text
        let other = world.embed(lesson: TestLesson())
        for caller in [other, world.embed(), world.staff(), world.guest] {
            #expect(try await caller.send(.put, "/internal/outlines/\(lesson.version)", body).status == 400)
        }
        #expect(try await world.embed(lesson: lesson).send(.put, "/internal/outlines/zz", body).status == 400)
        #expect(try await outline(lesson.version, world.core) == nil)
    }

    @Test func memoryOfOutlinesIsBounded() async throws {
        let body = JSONText(trusted: #"{"sections":[]}"#)
        let versions = (0..<501).map { _ in LessonVersionID.random() }
        try await world.store.write { connection in
            for version in versions {
                try connection.execute(
                    "INSERT INTO outlines (version_id, organization_id, lesson_id, outline) VALUES (?1, '', '', ?2)",
                    [.id(version), .json(body)]
                )
            }
        }
        for version in versions + versions {
            #expect(try await outline(version, world.core) == LessonOutline(sections: []))
        }
    }
}
