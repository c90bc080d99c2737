import Model
import Testing

@Suite struct LessonProgressTests {
    private let lti = ProgressSubject.lti(platform: "p\"1", user: "u-1", context: "c-1")

    // MARK: Members (contract §7.1, §7.2)

    @Test func anEmbedRecordHasItsMembersInTheContractsOrder() {
        let body = ProgressFixture.body(ProgressFixture.full(.embed(learner: "user-\"123\"")))
        let expected = [
            #"{"lessonId":"550e8400-e29b-41d4-a716-446655440000","learnerId":"user-\"123\"","status":"completed","#,
            #""score":2.5,"maxScore":3,"currentSectionIndex":1,"currentStepIndex":2,"totalSteps":7,"#,
            #""progressData":{ "version": 1, "x":1.00 },"variableState":{"name":"\u00e9","n":1e2},"#,
            #""items":[ {"id":"w1"} ],"userAttributes":{},"startedAt":"2025-06-01T10:01:00Z","#,
            #""completedAt":"2025-06-01T10:02:00.250Z","lastActivityAt":"2025-06-01T10:03:00Z"}"#,
        ].joined()
        #expect(body == expected)
    }

    @Test func anLTIRecordHasItsMembersInTheContractsOrder() {
        let body = ProgressFixture.body(ProgressFixture.full(lti, course: ProgressFixture.course))
        let expected = [
            #"{"lessonId":"550e8400-e29b-41d4-a716-446655440000","ltiUserId":"u-1","platformId":"p\"1","contextId":"c-1","#,
            #""courseId":"00000000-0000-0003-0000-000000000003","status":"completed","score":83.33,"maxScore":100,"#,
            #""currentSectionIndex":1,"currentStepIndex":2,"progressData":{ "version": 1, "x":1.00 },"#,
            #""variableState":{"name":"\u00e9","n":1e2},"startedAt":"2025-06-01T10:01:00Z","#,
            #""completedAt":"2025-06-01T10:02:00.250Z","lastActivityAt":"2025-06-01T10:03:00Z"}"#,
        ].joined()
        #expect(body == expected)
    }

    @Test func aNewEmbedRecordHasNullsAndLeavesNothingOut() {
        let body = ProgressFixture.body(ProgressFixture.record(.embed(learner: "l")))
        let expected = [
            #"{"lessonId":"550e8400-e29b-41d4-a716-446655440000","learnerId":"l","status":"not_started","score":null,"#,
            #""maxScore":null,"currentSectionIndex":0,"currentStepIndex":0,"totalSteps":null,"progressData":null,"#,
            #""variableState":null,"items":null,"userAttributes":null,"startedAt":null,"completedAt":null,"#,
            #""lastActivityAt":"2025-06-01T10:00:00Z"}"#,
        ].joined()
        #expect(body == expected)
    }

    @Test func aNewLTIRecordWithoutAContextHasNullsAndLeavesNothingOut() {
        let subject = ProgressSubject.lti(platform: "p", user: "u", context: nil)
        let body = ProgressFixture.body(ProgressFixture.record(subject, course: ProgressFixture.course))
        let expected = [
            #"{"lessonId":"550e8400-e29b-41d4-a716-446655440000","ltiUserId":"u","platformId":"p","contextId":null,"#,
            #""courseId":"00000000-0000-0003-0000-000000000003","status":"not_started","score":null,"maxScore":null,"#,
            #""currentSectionIndex":0,"currentStepIndex":0,"progressData":null,"variableState":null,"startedAt":null,"#,
            #""completedAt":null,"lastActivityAt":"2025-06-01T10:00:00Z"}"#,
        ].joined()
        #expect(body == expected)
    }

    @Test func writingJoinsAnObjectUnderWay() {
        let record = ProgressFixture.record(.embed(learner: "l"))
        var json = JSONWriter()
        json.array { json in
            record.write(to: &json)
            record.write(to: &json)
        }
        #expect(json.text == "[\(ProgressFixture.body(record)),\(ProgressFixture.body(record))]")
    }

    @Test func statusesHaveTheContractsWords() {
        #expect(ProgressStatus.allCases.map(\.rawValue) == ["not_started", "in_progress", "completed"])
    }

    // MARK: Scale (contract §7.2)

    @Test(arguments: [
        (3, 3, 100), (0, 3, 0), (1, 3, 33.33), (2, 3, 66.67), (85, 100, 85), (1, 8, 12.5), (0.5, 0.75, 66.67),
        // Halves of a hundredth go up; the quotient of each is a little less than it should be.
        (57, 800, 7.13), (113, 800, 14.13), (253, 800, 31.63), (1, 800, 0.13), (3, 800, 0.38),
        (1, 1_000_000, 0), (1, 20_000, 0.01), (1e9, 1e9, 100),
    ])
    func scoresAreScaledToHundredths(score: Double, maxScore: Double, scaled: Double) {
        var record = ProgressFixture.record(lti)
        record.score = score
        record.maxScore = maxScore
        #expect(record.scaledScore == scaled)
    }

    @Test(arguments: [(nil, nil), (1, nil), (nil, 1), (0, 0), (1, 0)] as [(Double?, Double?)])
    func withoutAMaximumThereIsNoScaledScore(score: Double?, maxScore: Double?) {
        var record = ProgressFixture.record(lti, course: ProgressFixture.course)
        record.score = score
        record.maxScore = maxScore
        #expect(record.scaledScore == nil)
        #expect(ProgressFixture.body(record).contains(#""score":null,"maxScore":null"#))
    }

    @Test func everyHalfGoesUp() {
        var record = ProgressFixture.record(lti)
        for maximum in 1...1_000 {
            record.maxScore = Double(maximum)
            for score in 0...maximum where (score * 20_000).isMultiple(of: maximum) {
                record.score = Double(score)
                #expect(record.scaledScore == Double((score * 20_000 / maximum + 1) / 2) / 100)
            }
        }
    }

    @Test func whatIsScaledAlreadyStaysAsItIs() {
        var record = ProgressFixture.record(lti)
        record.maxScore = 100
        for hundredths in 0...10_000 {
            record.score = Double(hundredths) / 100
            #expect(record.scaledScore == record.score)
        }
    }

    // MARK: Entity tag (contract §7.5)

    @Test func theEntityTagIsStrongAndQuoted() {
        var record = ProgressFixture.record(.embed(learner: "l"))
        record.changedAt = Timestamp(microseconds: 36)
        #expect(record.entityTag == #""1-1-24""#)
    }

    @Test func theEntityTagMovesWithEveryChange() {
        let first = ProgressFixture.record(.embed(learner: "l"))
        var second = first
        second.revision += 1
        var third = first
        third.changedAt = Timestamp(microseconds: first.changedAt.microseconds + 1)
        #expect(Set([first, second, third].map(\.entityTag)).count == 3)
    }
}
