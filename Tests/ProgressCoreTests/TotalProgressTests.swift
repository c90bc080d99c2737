import Model
import Testing

@Suite struct TotalProgressTests {
    private let world: CoreWorld
    private let learner: Caller
    private let id = LearnerID.random()

    init() throws {
        world = try CoreWorld()
        learner = world.embed(id: id)
    }

    @Test func countsContentsAtProgressOne() async throws {
        #expect(try await learner.total().text == #"{"id":"\#(id)","progress":0}"#)
        let contents = (0..<3).map { _ in TestContent() }
        for content in contents {
            let session = try await learner.open(content)
            try await learner.report(session, #"{"progress":1}"#)
        }
        #expect(try await learner.total().text == #"{"id":"\#(id)","progress":3}"#)
        let again = try await learner.open(contents[0])
        try await learner.report(again, #"{"progress":0.9}"#)
        #expect(try await learner.total().number("progress") == 2)
    }

    @Test func ownIdIsReadInEverySpelling() async throws {
        for spelling in [id.description, id.description.uppercased(), id.description.replacing("-", with: "")] {
            let answer = try await learner.send(.get, "/api/logger/totalcontentprogress/\(spelling)/")
            #expect(answer.status == 200)
            #expect(answer.string("id") == id.description)
        }
    }

    @Test func onlyTheLearnerMayAsk() async throws {
        let others = [
            world.embed("bob"), world.staff(.admin), world.staff(.superuser), world.staff(.coach), world.guest,
        ]
        for other in others {
            let answer = try await other.send(.get, "/api/logger/totalcontentprogress/\(id)")
            #expect(answer.status == 403)
            #expect(answer.text == #"[{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#)
        }
    }

    @Test(arguments: ["garbage", "00000000-0000-4000-8000-000000000001"])
    func unknownIdsAreForbiddenToo(user: String) async throws {
        #expect(try await learner.send(.get, "/api/logger/totalcontentprogress/\(user)").status == 403)
    }

    @Test func callerWithoutAPersonHasNoTotal() async throws {
        #expect(try await world.guest.total().status == 403)
        #expect(try await world.staff().total().status == 403)
    }
}
