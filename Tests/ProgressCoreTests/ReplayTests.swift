import Model
import Testing

@testable import ProgressCore

/// Requests with an idempotency key: the same again changes nothing and gets the same answer.
@Suite struct ReplayTests {
    private static let reused = #"{"detail":"The idempotency key was used for another request."}"#

    private let world: CoreWorld
    private let ada: Caller
    private let exercise = TestContent(kind: "exercise")
    private let model = #","mastery_model":{"type":"do_all"}"#

    init() throws {
        world = try CoreWorld()
        ada = world.embed("ada")
    }

    // MARK: The same again

    @Test func startWithTheSameKeyOpensOneSession() async throws {
        let first = try await ada.start(exercise, model, key: "k-1")
        world.clock.advance(seconds: 60)
        let second = try await ada.start(exercise, model, key: "k-1")
        #expect(first.status == 200)
        #expect(second.status == 200)
        #expect(second.text == first.text)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["1"])
        #expect(try await world.column("SELECT count(*) FROM tries") == ["1"])
        let third = try await ada.start(exercise, model, key: "k-2")
        #expect(third.string("session_id") != first.string("session_id"))
    }

    @Test func updateWithTheSameKeyCountsOnce() async throws {
        let session = try await ada.beginTry(at: exercise)
        let body = #"{"progress_delta":0.25,"time_spent_delta":7,"interactions":[\#(question("a", "1"))]}"#
        let first = try await ada.update(session, body, key: "k-1")
        world.clock.advance(seconds: 60)
        let before = try await world.everything()
        let second = try await ada.update(session, body, key: "k-1")
        #expect(first.status == 200)
        #expect(second.text == first.text)
        #expect(try await world.everything() == before)
        let tries = try await ada.masteryLog(exercise, of: ada)
        #expect(tries.raw("0.time_spent") == "7")
        #expect(tries.raw("0.correct") == "1")
        #expect(try await ada.attemptLog()["0.interaction_history"]?.elements?.count == 1)
        let state = try await ada.start(exercise, model)
        #expect(state.raw("progress") == "0.25")
        #expect(state.raw("totalattempts") == "1")
    }

    @Test func withoutAKeyEveryRequestCounts() async throws {
        let session = try await ada.beginTry(at: exercise)
        let body = #"{"time_spent_delta":7,"interactions":[\#(question("a", "1"))]}"#
        for _ in 0..<2 { try await ada.report(session, body) }
        #expect(try await ada.masteryLog(exercise, of: ada).raw("0.time_spent") == "14")
        #expect(try await ada.attemptLog().json.elements?.count == 2)
    }

    @Test func answerIsTheFirstOneWhateverHappenedSince() async throws {
        let session = try await ada.open(TestContent())
        let first = try await ada.update(session, #"{"progress":1}"#, key: "done")
        #expect(first.text == #"{"complete":true}"#)
        try await ada.report(session, #"{"progress":0.5}"#)
        let second = try await ada.update(session, #"{"progress":1}"#, key: "done")
        #expect(second.text == first.text)
        #expect(try await ada.report(session, "{}").text == #"{"complete":false}"#)
    }

    @Test func lastUpdateOfAQuizMayBeSentAgain() async throws {
        // Rule Q3 closes the quiz for all but what has its answer already.
        let course = CourseID.random()
        try await world.enrol(ada, in: course)
        let quiz = try await world.assign("quiz", to: course.description)
        let session = try #require(try await ada.startAnswer("{\"quiz_id\":\"\(quiz)\"}").string("session_id"))
        let first = try await ada.update(session, #"{"progress":1}"#, key: "last")
        #expect(first.status == 200)
        #expect(try await ada.update(session, #"{"progress":1}"#, key: "last").text == first.text)
        #expect(try await ada.update(session, #"{"progress":1}"#, key: "later").status == 403)
        #expect(try await ada.update(session, #"{"progress":1}"#).status == 403)
    }

    // MARK: Another request

    @Test func keyOfAnotherRequestIsRefusedAndNothingIsWritten() async throws {
        let session = try await ada.open(TestContent())
        let other = try await ada.open(TestContent())
        _ = try await ada.update(session, #"{"time_spent_delta":1}"#, key: "k")
        let before = try await world.everything()
        // Another body, even of the same meaning; another session; a start.
        for (target, body) in [
            (session, #"{"time_spent_delta":2}"#), (session, "{}"), (other, #"{"time_spent_delta":1}"#),
        ] {
            let answer = try await ada.update(target, body, key: "k")
            #expect(answer.status == 422)
            #expect(answer.text == Self.reused)
        }
        let start = try await ada.start(TestContent(), "", key: "k")
        #expect(start.status == 422)
        #expect(try await world.everything() == before)
        #expect(try await ada.update(session, #"{"time_spent_delta":1}"#, key: "k").status == 200)
        #expect(try await world.everything() == before)
    }

    @Test func startOfOtherContentIsAnotherRequest() async throws {
        _ = try await ada.start(exercise, model, key: "k")
        let answer = try await ada.start(exercise, model + #","repeat":true"#, key: "k")
        #expect(answer.status == 422)
        #expect(try await world.column("SELECT count(*) FROM content_sessions") == ["1"])
    }

    @Test func keysTellCaseAndEveryCharacter() async throws {
        let session = try await ada.open(TestContent())
        for (index, key) in ["k", "K", "k'", "k--", "%", "k%", "kk"].enumerated() {
            let body = "{\"time_spent_delta\":\(index)}"
            #expect(try await ada.update(session, body, key: key).status == 200, "\(key)")
        }
    }

    // MARK: Callers

    @Test func keysOfOtherCallersAreTheirOwn() async throws {
        let id = LearnerID.random()
        let callers = [
            ada, world.embed("bob"), world.lti(id: id, context: "c-1"), world.lti(id: id, context: "c-2"),
            world.embed("ada", organization: .random()),
        ]
        var sessions: Set<String> = []
        let video = TestContent()
        for caller in callers {
            let first = try await caller.start(video, "", key: "k")
            let again = try await caller.start(video, "", key: "k")
            #expect(first.status == 200)
            #expect(again.text == first.text)
            sessions.insert(try #require(first.string("session_id")))
        }
        #expect(sessions.count == callers.count)
        for caller in callers {
            #expect(try await caller.start(TestContent(), "", key: "k").status == 422)
        }
    }

    @Test func sameBodyUnderTheTokenOfAnotherLessonIsAnotherRequest() async throws {
        // The token fixes the lesson, so the body alone does not tell what is started.
        let id = LearnerID.random()
        let video = TestContent()
        let first = world.embed("eve", id: id, lesson: try await world.lesson())
        let second = world.embed("eve", id: id, lesson: try await world.lesson())
        let started = try await first.start(video, "", key: "k")
        #expect(started.status == 200)
        #expect(try await first.start(video, "", key: "k").text == started.text)
        #expect(try await second.start(video, "", key: "k").text != started.text)
    }

    // MARK: Refusals

    @Test func refusedRequestLeavesTheKeyFree() async throws {
        let session = try await ada.beginTry(at: exercise)
        let unknown = "{\"interactions\":[\(question("a", "1", ",\"id\":\"\(AttemptID.random())\""))]}"
        let course = CourseID.random()
        let lesson = try await world.assign("lesson", to: course.description)
        for (body, status) in [
            ("no JSON", 400), (#"{"progress":2}"#, 400), (unknown, 400), (#"{"progress":1,"progress_delta":1}"#, 400),
        ] {
            #expect(try await ada.update(session, body, key: "k").status == status)
        }
        #expect(try await ada.update("\(SessionID.random())", "{}", key: "k").status == 404)
        let named = ",\"lesson_id\":\"\(lesson)\""
        let video = TestContent()
        #expect(try await ada.start(video, named, key: "k").status == 400)
        #expect(try await world.column("SELECT count(*) FROM replays") == ["0"])
        // The very request that was refused may succeed later.
        try await world.enrol(ada, in: course)
        let answer = try await ada.start(video, named, key: "k")
        #expect(answer.status == 200)
        #expect(try await ada.start(video, named, key: "k").text == answer.text)
    }

    @Test func startThatMustWaitForAnOutlineLeavesTheKeyFree() async throws {
        let lesson = TestLesson()
        let learner = world.embed("eve", lesson: lesson)
        #expect(try await learner.start(lesson.own, "", key: "k").status == LoggerRefusal.outlineNeededStatus)
        try await world.bring(lesson)
        let answer = try await learner.start(lesson.own, "", key: "k")
        #expect(answer.status == 200)
        #expect(try await learner.start(lesson.own, "", key: "k").text == answer.text)
    }

    @Test(arguments: ["", " ", "a b", "a\tb", "\u{7F}", "é", "a\u{0}", "🎈", String(repeating: "k", count: 256)])
    func keyThatIsNoneIsRefused(key: String) async throws {
        let session = try await ada.open(TestContent())
        let before = try await world.everything()
        for answer in [
            try await ada.update(session, #"{"progress":1}"#, key: key),
            try await ada.start(TestContent(), "", key: key),
        ] {
            #expect(answer.status == 400)
            #expect(answer.problems == ["Idempotency-Key INVALID"])
        }
        #expect(try await world.everything() == before)
        #expect(try await world.column("SELECT count(*) FROM replays") == ["0"])
    }

    @Test(arguments: ["k", "!", "~", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", String(repeating: "k", count: 255)])
    func keyOfVisibleCharactersIsTaken(key: String) async throws {
        let first = try await ada.start(exercise, model, key: key)
        #expect(first.status == 200)
        #expect(try await ada.start(exercise, model, key: key).text == first.text)
    }

    @Test func readsTakeNoNoticeOfAKey() async throws {
        for key in ["k", "k", "not a key"] {
            let answer = try await ada.send(.get, "/api/logger/attemptlog", key: key)
            #expect(answer.status == 200)
        }
        #expect(try await world.column("SELECT count(*) FROM replays") == ["0"])
    }
}
