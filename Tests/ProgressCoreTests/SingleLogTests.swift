import Model
import Testing

@testable import ProgressCore

/// `GET masterylog/:id` and `GET attemptlog/:id` (logger rules L9, A7).
@Suite struct SingleLogTests {
    private static let notFound = #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#

    private let world: CoreWorld
    private let ada: Caller
    private let exercise = TestContent(kind: "exercise")

    init() async throws {
        world = try CoreWorld()
        ada = world.embed("ada")
        let session = try await ada.beginTry(at: exercise)
        try await ada.answer(session, question("a", "1"), question("b", "0"))
    }

    private func find(_ id: String, by reader: Caller, _ query: String? = nil) async throws -> Answer {
        let query = query ?? "content=\(exercise.content)&user=\(ada.userID)"
        return try await reader.send(.get, "/api/logger/masterylog/\(id)?\(query)")
    }

    @Test func masteryLogIsTheEntryOfTheList() async throws {
        let list = try await ada.masteryLog(exercise, of: ada)
        let id = try #require(list.string("0.id"))
        for spelling in [id, id.uppercased(), id.replacing("-", with: "")] {
            let single = try await find(spelling, by: ada)
            #expect(single.status == 200)
            #expect(single.text == list.raw("0"))
        }
        #expect(try await find(id, by: ada, "content=&user=").text == list.raw("0"))
    }

    @Test func masteryLogOfOtherContentOrReaderIsNotFound() async throws {
        let id = try #require(try await ada.masteryLog(exercise, of: ada).string("0.id"))
        let bob = world.embed("bob")
        _ = try await bob.beginTry(at: exercise)
        let mine = "user=\(ada.userID)"
        let here = "content=\(exercise.content)"
        let rows: [(String, Caller, String)] = [
            (id, bob, "\(here)&\(mine)"), (id, bob, "content=&user="), (id, world.guest, "\(here)&\(mine)"),
            (id, world.staff(organization: .random()), "content=&user="),
            (id, ada, "content=\(ExternalID.random())&\(mine)"), (id, ada, "\(here)&\(mine)&complete=true"),
            (id, ada, "\(here)&user=\(bob.userID)"), ("\(TryID.random())", ada, "\(here)&\(mine)"),
            ("nonsense", ada, "\(here)&\(mine)"), ("0", ada, "\(here)&\(mine)"), ("%00", ada, "\(here)&\(mine)"),
        ]
        for (id, reader, query) in rows {
            let answer = try await find(id, by: reader, query)
            #expect(answer.status == 404, "\(id) \(query)")
            #expect(answer.text == Self.notFound, "\(id) \(query)")
        }
    }

    @Test func attemptLogIsTheEntryOfTheList() async throws {
        let list = try await ada.attemptLog("item=b")
        let id = try #require(list.string("0.id"))
        for spelling in [id, id.uppercased(), id.replacing("-", with: "")] {
            let single = try await ada.send(.get, "/api/logger/attemptlog/\(spelling)")
            #expect(single.status == 200)
            #expect(single.text == list.raw("0"))
        }
    }

    @Test func attemptLogOfAnotherReaderIsNotFound() async throws {
        let id = try #require(try await ada.attemptLog().string("0.id"))
        let bob = world.embed("bob")
        _ = try await bob.beginTry(at: exercise)
        let rows: [(String, Caller)] = [
            (id, bob), (id, world.guest), (id, world.staff(organization: .random())), ("\(AttemptID.random())", ada),
            ("nonsense", ada), ("%00", ada), ("0", ada),
        ]
        for (id, reader) in rows {
            let answer = try await reader.send(.get, "/api/logger/attemptlog/\(id)")
            #expect(answer.status == 404, "\(id)")
            #expect(answer.text == Self.notFound, "\(id)")
        }
        #expect(try await world.staff().send(.get, "/api/logger/attemptlog/\(id)").status == 200)
    }

    @Test func longerPathsAreNotServed() async throws {
        let id = try #require(try await ada.attemptLog().string("0.id"))
        let query = "content=\(exercise.content)&user=\(ada.userID)"
        for path in [
            "attemptlog/\(id)/diff", "masterylog/0/diffs", "masterylog/0/diff/0", "attemptlogs", "masterylogs",
        ] {
            #expect(try await ada.send(.get, "/api/logger/\(path)?\(query)").status == 404, "\(path)")
        }
    }
}
