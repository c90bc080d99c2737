import Model
import Testing

/// Callers who are not signed in (rules S19, U1, I16).
@Suite struct GuestTests {
    private let world: CoreWorld
    private let video = TestContent()

    init() throws {
        world = try CoreWorld()
    }

    @Test func sessionOfAGuestStandsAlone() async throws {
        let first = try await world.guest.open(video)
        let answer = try await world.guest.report(
            first,
            #"{"progress_delta":0.5,"time_spent_delta":3,"extra_fields":{"k":1}}"#
        )
        #expect(answer.text == #"{"complete":false}"#)
        #expect(try await world.guest.report(first, #"{"progress_delta":0.5}"#).text == #"{"complete":true}"#)

        let again = try await world.guest.start(video)
        for (name, value) in [
            ("progress", "0"), ("time_spent", "0"), ("extra_fields", "{}"), ("complete", "false"),
        ] {
            #expect(again.raw(name) == value)
        }
        let second = try #require(again.string("session_id"))
        #expect(try await world.guest.report(second, #"{"progress":0.25}"#).raw("complete") == "false")
        #expect(try await world.guest.report(first, "{}").raw("complete") == "true")
        #expect(try await world.column("SELECT learner_id FROM content_summaries") == [])
    }

    @Test func contextNamesOnlyTheNode() async throws {
        #expect(try await world.guest.start(video).raw("context") == #"{"node_id":"\#(video.node)"}"#)
    }

    @Test func nobodyElseFindsASessionOfAGuest() async throws {
        let session = try await world.guest.open(video)
        for other in [world.embed(), world.staff(.admin), world.staff(.superuser), world.staff(.coach)] {
            #expect(try await other.update(session, #"{"progress":1}"#).status == 404)
        }
        #expect(try await world.guest.update(session, "{}").text == #"{"complete":false}"#)
    }

    @Test func guestFindsNoSessionOfALearner() async throws {
        let session = try await world.embed().open(video)
        #expect(try await world.guest.update(session, "{}").status == 404)
    }

    @Test(arguments: [
        #"{"quiz_id":"00000000-0000-4000-8000-000000000001"}"#,
        TestContent().body(#","lesson_id":"00000000-0000-4000-8000-000000000001""#),
        TestContent().body(#","course_session_id":"00000000-0000-4000-8000-000000000001""#),
    ])
    func guestMayNotStartWhatIsAssigned(body: String) async throws {
        let answer = try await world.guest.startAnswer(body)
        #expect(answer.status == 403)
        #expect(answer.text == #"[{"id":"PERMISSION_DENIED","metadata":{"view":"logger"}}]"#)
    }

    @Test func attemptsOfAGuestBelongToTheSession() async throws {
        let first = try await world.guest.open(video)
        let second = try await world.guest.open(video)
        let replacing = #"{"item":"q1","correct":0,"time_spent":1,"answer":{"v":1},"replace":true}"#
        let one = try await world.guest.answer(first, replacing)
        let again = try await world.guest.answer(first, replacing)
        let other = try await world.guest.answer(second, replacing)
        let id = try #require(one.string("attempts.0.id"))
        #expect(again.string("attempts.0.id") == id)
        #expect(other.string("attempts.0.id") != id)
        #expect(try await world.column("SELECT learner_id FROM attempts") == ["NULL", "NULL"])

        let foreign = #"{"item":"q1","correct":1,"time_spent":1,"answer":{},"id":"\#(id)"}"#
        let answer = try await world.guest.update(second, "{\"interactions\":[\(foreign)]}")
        #expect(answer.status == 400)
        #expect(answer.text == #"["Invalid attemptlog id specified"]"#)
    }

    @Test func guestLeavesNoLessonProgress() async throws {
        let session = try await world.guest.open(video)
        try await world.guest.report(session, #"{"progress":1,"extra_fields":{"lesson":{"status":"completed"}}}"#)
        #expect(try await world.column("SELECT learner_key FROM lesson_progress") == [])
        #expect(try world.changes().keys == [])
    }
}
