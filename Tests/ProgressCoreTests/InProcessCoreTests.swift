import Model
import Testing

@testable import ProgressCore

@Suite struct InProcessCoreTests {
    private let world: CoreWorld
    private let lesson: TestLesson

    init() async throws {
        world = try CoreWorld()
        lesson = try await world.lesson()
    }

    @Test func answersAreThoseOfTheCore() async throws {
        _ = try await world.embed(lesson: lesson).open(lesson.own)
        let request = CoreRequest(
            method: .get,
            target: "/internal/progress?lesson=\(lesson.id)&learner=ada",
            principal: world.staff().principal,
            requestID: "test"
        )
        let answer = try Answer(await InProcessCore(world.core).respond(to: request))
        let direct = try await world.progress(of: lesson)
        #expect(answer.status == direct.status)
        #expect(answer.text == direct.text)
        #expect(answer.entityTag == direct.entityTag)
    }

    @Test func immediateProgressSeesEachAcknowledgedChangeAtOnce() async throws {
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        let learner = world.embed(lesson: lesson)
        let session = try await learner.open(lesson.own)
        var stamps: Set<UInt64> = [reads.stamp]
        var position = try reads.changes(after: 0).sequence
        for number in 1...30 {
            _ = try await learner.state(session, "\"currentStepIndex\":\(number)")
            #expect(stamps.insert(reads.stamp).inserted)
            let changes = try reads.changes(after: position)
            #expect(changes.keys?.count == 1)
            position = changes.sequence
            let record = try reads.embedProgress(
                organization: world.organization,
                lesson: lesson.id,
                learner: "ada"
            )
            let body = try JSONParser.parse(Array(try #require(record).body))
            #expect(body["currentStepIndex"]?.integer == number)
        }
    }

    @Test func immediateProgressOfNobodyIsNil() throws {
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        #expect(
            try reads.embedProgress(organization: world.organization, lesson: lesson.id, learner: "nobody") == nil
        )
        #expect(
            try reads.embedProgress(organization: world.organization, lesson: .random(), learner: "ada") == nil
        )
    }

    @Test func ltiRecordIsNoEmbedRecord() async throws {
        _ = try await world.lti("ada", context: nil, lesson: lesson).open(lesson.own)
        let reads = try #require(InProcessCore(world.core).immediateProgress)
        #expect(try reads.embedProgress(organization: world.organization, lesson: lesson.id, learner: "ada") == nil)
    }
}
