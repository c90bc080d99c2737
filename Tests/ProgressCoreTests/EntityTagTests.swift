import Model
import Testing

@Suite struct EntityTagTests {
    private let world: CoreWorld
    private let lesson: TestLesson
    private let learner: Caller
    private let session: String

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
        learner = world.embed(lesson: lesson)
        session = try await learner.open(lesson.own)
    }

    private func tag() async throws -> String {
        try #require(try await world.progress(of: lesson).entityTag)
    }

    @Test func tagIsStrongAndQuoted() async throws {
        #expect(try await tag().wholeMatch(of: #/"[!#-~]+"/#) != nil)
    }

    // The clock stands still: the tag does not depend on it alone.
    @Test func everyChangeMakesANewTag() async throws {
        var seen: Set<String> = [try await tag()]
        for body in [
            #"{"progress":0.1}"#, #"{"time_spent_delta":1}"#, #"{"time_spent_delta":1}"#, "{}",
            #"{"extra_fields":{"lesson":{"currentStepIndex":1}}}"#,
            #"{"interactions":[{"item":"q1","correct":1,"time_spent":1,"answer":{}}]}"#, #"{"progress":1}"#,
        ] {
            try await learner.report(session, body)
            #expect(seen.insert(try await tag()).inserted, "\(body)")
        }
        _ = try await learner.open(lesson.steps[0])
        #expect(seen.insert(try await tag()).inserted)
    }

    @Test func nothingElseChangesIt() async throws {
        let before = try await tag()
        world.clock.advance(seconds: 60)
        let bob = world.embed("bob", lesson: lesson)
        try await bob.report(try await bob.open(lesson.own), #"{"progress":1}"#)
        #expect(try await tag() == before)
        #expect(try await learner.update(session, #"{"progress":2}"#).status == 400)
        #expect(try await learner.state(session, #""score":1"#).status == 400)
        #expect(try await bob.update(session, #"{"progress":1}"#).status == 404)
        _ = try await world.progress(of: lesson)
        _ = try await learner.total()
        try await world.bring(lesson)
        // A learner of the same id, without the lesson.
        let elsewhere = world.embed(id: try #require(learner.principal.person?.learner))
        try await elsewhere.report(try await elsewhere.open(TestContent()), #"{"progress":1}"#)
        #expect(try await tag() == before)
    }

    @Test func tagsOfTwoRecordsDiffer() async throws {
        world.clock.advance(seconds: 1)
        _ = try await world.embed("bob", lesson: lesson).open(lesson.own)
        #expect(try await world.progress("bob", of: lesson).entityTag != (try await tag()))
    }
}
