import Model
import Testing

/// How an exercise opens (rules S5, S9–S14, S19, M1–M7).
@Suite struct ExerciseStartTests {
    private let world: CoreWorld
    private let learner: Caller
    private let exercise = TestContent.exercise

    init() throws {
        world = try CoreWorld()
        learner = world.embed()
    }

    // MARK: - Answer

    // Rules S9, S10, S11, M1, M7.
    @Test func firstStartShowsTheCriterionAndNoAttempts() async throws {
        let answer = try await learner.exercise(exercise, .model(3, of: 5))
        let session = try answer.session
        #expect(
            answer.text == #"{"session_id":"\#(session)","context":{"node_id":"\#(exercise.node)","mastery_level":1},"#
                + #""progress":0,"time_spent":0,"extra_fields":{},"complete":false,"#
                + #""mastery_criterion":{"type":"m_of_n","m":3,"n":5},"pastattempts":[],"totalattempts":0,"#
                + #""mastery":{"achieved":false,"progress":0,"correct":0,"needed":3,"window":5}}"#
        )
    }

    // Rules S6, M1, M2.
    @Test(
        arguments: [
            "do_all", "num_correct_in_a_row_2", "num_correct_in_a_row_3", "num_correct_in_a_row_5",
            "num_correct_in_a_row_10", "skill_check", "quiz", "pre_post_test",
        ]
    )
    func everyModelOpensATry(type: String) async throws {
        let answer = try await learner.exercise(exercise, .model(type))
        #expect(answer.raw("mastery_criterion") == .model(type))
        let level = try #require(answer.level)
        if ["quiz", "pre_post_test"].contains(type) {
            #expect((Int(Int32.min)..<0).contains(level))
        } else {
            #expect(level == 1)
        }
        #expect(try await world.tries().map(\.level) == [level])
    }

    // Rule S11.
    @Test func plainContentHasNoLevelAndNoCriterion() async throws {
        let answer = try await learner.start(TestContent())
        #expect(answer.names("context") == ["node_id"])
        for name in ["mastery_criterion", "pastattempts", "totalattempts", "mastery"] { #expect(answer[name] == nil) }
        #expect(try await world.tries() == [])
    }

    // Rules S10, S12, M1.
    @Test func everyStartMakesASessionOfTheSameTry() async throws {
        let elsewhere = TestContent(content: exercise.content, kind: "exercise")
        var sessions: Set<String> = []
        for content in [exercise, exercise, elsewhere] {
            let answer = try await learner.exercise(content)
            sessions.insert(try answer.session)
            #expect(answer.level == 1)
            #expect(answer.string("context.node_id") == content.node.description)
        }
        #expect(sessions.count == 3)
        #expect(try await world.tries().count == 1)
        #expect(try await world.column("SELECT count(*) FROM content_summaries") == ["1"])
    }

    // Rule S12; design §4 for courses.
    @Test func learnersAndCoursesNeverShareATry() async throws {
        let id = LearnerID.random()
        for caller in [
            learner, world.embed("bob"), world.lti(id: id, context: "c-1"), world.lti(id: id, context: "c-2"),
        ] {
            let answer = try await caller.exercise(exercise)
            #expect(answer.number("totalattempts") == 0)
            #expect(answer.number("progress") == 0)
            try await caller.report(try answer.session, "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}")
        }
        #expect(try await world.tries().map(\.level) == [1, 1, 1, 1])
    }

    // Rule M3.
    @Test func criterionIsFrozenWithinATry() async throws {
        let first = try await learner.exercise(exercise, .model(3, of: 5))
        let again = try await learner.exercise(exercise, .model("do_all"))
        #expect(again.raw("mastery_criterion") == first.raw("mastery_criterion"))
        #expect(again.number("mastery.window") == 5)
        try await learner.report(try first.session, #"{"progress":1}"#)
        let complete = try await learner.exercise(exercise, .model("do_all"))
        #expect(complete.raw("mastery_criterion") == first.raw("mastery_criterion"))
        let next = try await learner.exercise(exercise, .model("do_all"), #","repeat":true"#)
        #expect(next.raw("mastery_criterion") == .model("do_all"))
    }

    // Rules S13, M4.
    @Test func timeAndCompletionAreOfTheTryAndProgressOfTheContent() async throws {
        let fields = #"{ "page": 3 }"#
        try await learner.report(
            try await learner.exercise(exercise).session,
            "{\"progress\":1,\"time_spent_delta\":40,\"extra_fields\":\(fields)}"
        )
        let second = try await learner.exercise(exercise, .model("do_all"), #","repeat":true"#)
        #expect(second.number("time_spent") == 0)
        #expect(second.raw("complete") == "false")
        #expect(second.raw("extra_fields") == fields)
        try await learner.report(try second.session, #"{"progress":1,"time_spent_delta":2}"#)
        try await learner.report(try second.session, #"{"progress":0.25}"#)
        let third = try await learner.exercise(exercise)
        #expect(third.number("progress") == 0.25)
        #expect(third.raw("complete") == "true")
        #expect(third.number("time_spent") == 2)
        // A visit of the same content that is no assessment tells of all of it.
        let plain = try await learner.start(TestContent(content: exercise.content))
        #expect(plain.number("time_spent") == 42)
        #expect(plain.raw("complete") == "false")
    }

    // MARK: - Window

    // Rules M5, M7.
    @Test(
        arguments: [
            (.model(2, of: 3), 3), (.model("num_correct_in_a_row_2"), 2), (.model("do_all"), 10),
            (.model("skill_check"), 10), (.model("num_correct_in_a_row_10"), 10), (.model(1, of: 12), 12),
            (#"{"type":"m_of_n","n":0}"#, 0), (.model("quiz"), 13), (.model("pre_post_test"), 13),
        ]
    )
    func windowShowsAsManyAttemptsAsTheCriterionLooksAt(model: String, shown: Int) async throws {
        let session = try await learner.exercise(exercise, model).session
        for number in 0..<13 {
            world.clock.advance(seconds: 10)
            try await learner.answer(session, .act("q\(number)"))
        }
        let answer = try await learner.exercise(exercise, model)
        #expect(answer.shown == (0..<13).reversed().prefix(shown).map { "q\($0)" })
        #expect(answer.number("totalattempts") == 13)
    }

    // Rule M5.
    @Test func entriesOfTheWindowHaveTheMembersOfTheAnswer() async throws {
        let session = try await learner.exercise(exercise).session
        let reported = try await learner.answer(session, .act("q1", 0.5, seconds: 4.5, #","hinted":true"#))
        let shown = try await learner.exercise(exercise).raw("pastattempts.0")
        #expect(shown == reported.raw("attempts.0"))
        #expect(
            try await learner.exercise(exercise).names("pastattempts.0")
                == ["id", "correct", "complete", "hinted", "error", "item", "answer", "time_spent"]
        )
    }

    // Rules M6, I8.
    @Test func longAttemptReportedLaterRanksBelowAShortOne() async throws {
        let session = try await learner.exercise(exercise, .model(1, of: 2)).session
        world.clock.advance(seconds: 1_000)
        try await learner.answer(session, .act("short", seconds: 2))
        world.clock.advance(seconds: 10)
        try await learner.answer(session, .act("long", seconds: 500))
        #expect(try await learner.exercise(exercise).shown == ["short", "long"])
        world.clock.advance(seconds: 10)
        try await learner.answer(session, .act("last", seconds: 1))
        #expect(try await learner.exercise(exercise).shown == ["last", "short"])
        // What is said later of an attempt does not move its start.
        try await learner.answer(session, .act("long", 1, seconds: 1, #","replace":true"#))
        #expect(try await learner.exercise(exercise).shown == ["last", "short"])
    }

    // MARK: - Guests

    // Rules S19, S11.
    @Test func guestGetsTheCriterionAndNothingElse() async throws {
        for _ in 0..<2 {
            let answer = try await world.guest.exercise(exercise, .model(3, of: 5))
            let session = try answer.session
            #expect(
                answer.text == #"{"session_id":"\#(session)","context":{"node_id":"\#(exercise.node)"},"progress":0,"#
                    + #""time_spent":0,"extra_fields":{},"complete":false,"#
                    + #""mastery_criterion":{"type":"m_of_n","m":3,"n":5},"pastattempts":[],"totalattempts":0}"#
            )
            let body = "{\"progress\":1,\"time_spent_delta\":9,\"interactions\":[\(String.act("q1"))]}"
            let update = try await world.guest.report(session, body)
            #expect(update.names() == ["complete", "attempts"])
            #expect(update.raw("complete") == "true")
        }
        #expect(try await world.tries() == [])
        #expect(try await world.column("SELECT id FROM content_summaries") == [])
        // Rule I16.
        #expect(try await world.column("SELECT try_id || learner_id FROM attempts") == ["NULL", "NULL"])
    }
}
