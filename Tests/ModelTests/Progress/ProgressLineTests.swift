import Model
import Testing

@Suite struct ProgressLineTests {
    // MARK: Round trip

    private static let lti = ProgressSubject.lti(platform: "p\"1", user: "u", context: "c")
    private static let contextless = ProgressSubject.lti(platform: "p", user: "u", context: nil)

    private static var records: [LessonProgress] {
        var scaled = ProgressFixture.full(lti, course: ProgressFixture.course)
        scaled.score = 1
        var started = ProgressFixture.record(.embed(learner: "é😀 /%"))
        started.status = .inProgress
        started.score = 0
        started.maxScore = 0
        started.startedAt = ProgressFixture.now
        return [
            ProgressFixture.full(.embed(learner: "user-\"123\"")), ProgressFixture.record(.embed(learner: "l")),
            started,
            scaled, ProgressFixture.full(contextless, course: ProgressFixture.course),
            ProgressFixture.record(lti, course: ProgressFixture.course),
        ]
    }

    @Test(arguments: records)
    func whatAReadShowsIsTakenBackIn(record: LessonProgress) throws {
        let line = try ProgressLine(record.publicBody)
        #expect(line.lesson == record.key.lesson)
        #expect(line.subject == record.key.subject)
        #expect(line.course == record.course)
        let person = Principal.Person(learner: record.learner, subject: line.subject, course: line.course)
        let later = ProgressFixture.now.adding(seconds: 900)
        let back = line.record(organization: ProgressFixture.organization, person: person, at: later)
        #expect(ProgressFixture.body(back) == ProgressFixture.body(record))
        #expect(back.key == record.key)
        #expect(back.learner == record.learner)
        #expect(back.revision == 1)
        #expect(back.changedAt == later)
    }

    // MARK: What may be left out

    @Test func unsetMembersMayBeLeftOut() throws {
        let text =
            #"{"lessonId":"\#(ProgressFixture.lesson)","learnerId":"l","status":"not_started","#
            + #""lastActivityAt":"2025-06-01T10:00:00Z"}"#
        let line = try ProgressLine(Array(text.utf8))
        let person = Principal.Person(learner: ProgressFixture.learner, subject: line.subject, course: nil)
        let record = line.record(organization: ProgressFixture.organization, person: person, at: ProgressFixture.now)
        #expect(record == ProgressFixture.record(.embed(learner: "l")))
    }

    @Test func courseAndContextMayBeLeftOut() throws {
        let line = try ProgressLine(
            Array(
                (#"{"lessonId":"\#(ProgressFixture.lesson)","ltiUserId":"u","platformId":"p","status":"not_started","#
                    + #""lastActivityAt":"2025-06-01T10:00:00Z"}"#).utf8
            )
        )
        #expect(line.course == nil)
        #expect(line.subject == .lti(platform: "p", user: "u", context: nil))
    }

    // MARK: Rules

    /// Reads a good line in which members are replaced, and gives the message of the refusal; nil for none.
    private func refusal(_ changes: String, of start: String = embed) throws -> String? {
        // The last of a name wins.
        let text = start.dropLast() + (changes.isEmpty ? "" : "," + changes) + "}"
        do {
            _ = try ProgressLine(Array(text.utf8))
            return nil
        } catch {
            #expect(error.code == .invalid)
            return error.message
        }
    }

    private static let embed =
        #"{"lessonId":"\#(ProgressFixture.lesson)","learnerId":"l","status":"not_started","#
        + #""lastActivityAt":"2025-06-01T10:00:00Z"}"#
    private static let platform =
        #"{"lessonId":"\#(ProgressFixture.lesson)","ltiUserId":"u","platformId":"p","status":"not_started","#
        + #""lastActivityAt":"2025-06-01T10:00:00Z"}"#

    @Test(arguments: [
        (#""lessonId":"x""#, "lessonId must be a UUID"), (#""lessonId":null"#, "lessonId must be a UUID"),
        (#""lessonId":1"#, "lessonId must be a UUID"), (#""learnerId":"""#, nameRule("learnerId")),
        (#""learnerId":null"#, nameRule("learnerId")), (#""learnerId":7"#, nameRule("learnerId")),
        (#""learnerId":"a\nb""#, nameRule("learnerId")), (#""learnerId":"a\u0000""#, nameRule("learnerId")),
        (#""learnerId":"\u0085""#, nameRule("learnerId")), (#""learnerId":"\ud83d""#, nameRule("learnerId")),
        (#""status":"done""#, "status must be not_started, in_progress or completed"),
        (#""status":null"#, "status must be not_started, in_progress or completed"),
        (#""score":1"#, "score and maxScore must be set together"),
        (#""maxScore":1"#, "score and maxScore must be set together"),
        (#""score":3,"maxScore":2"#, "score must not be above maxScore"),
        (#""score":-1,"maxScore":2"#, "score must be a number from 0 to 1000000000, or null"),
        (#""score":"1","maxScore":2"#, "score must be a number from 0 to 1000000000, or null"),
        (#""score":1,"maxScore":1e10"#, "maxScore must be a number from 0 to 1000000000, or null"),
        (#""score":1,"maxScore":1e400"#, "maxScore must be a number from 0 to 1000000000, or null"),
        (#""currentSectionIndex":-1"#, indexRule("currentSectionIndex")),
        (#""currentSectionIndex":1.5"#, indexRule("currentSectionIndex")),
        (#""currentStepIndex":100001"#, indexRule("currentStepIndex")),
        (#""currentStepIndex":"0""#, indexRule("currentStepIndex")), (#""totalSteps":true"#, indexRule("totalSteps")),
        (#""progressData":[]"#, "progressData must be an object or null"),
        (#""variableState":"{}""#, "variableState must be an object or null"),
        (#""items":{}"#, "items must be an array or null"), (#""items":1"#, "items must be an array or null"),
        (#""userAttributes":[]"#, "userAttributes must be an object or null"),
        (#""startedAt":"yesterday""#, "startedAt must be an ISO 8601 time"),
        (#""startedAt":1748772000"#, "startedAt must be an ISO 8601 time"),
        (#""completedAt":"2025-02-29T00:00:00Z""#, "completedAt must be an ISO 8601 time"),
        (#""lastActivityAt":"""#, "lastActivityAt must be an ISO 8601 time"),
        (#""lastActivityAt":null"#, "lastActivityAt must be set"), (#""extra":1"#, "extra is no member of a record"),
        (#""courseId":null"#, "courseId is no member of a record"),
        (#""platformId":"p""#, "platformId is no member of a record"),
    ])
    func aBrokenRuleOfAnEmbedLineIsNamed(changes: String, message: String) throws {
        #expect(try refusal(changes) == message)
    }

    @Test(arguments: [
        (#""ltiUserId":"""#, nameRule("ltiUserId")), (#""ltiUserId":null"#, nameRule("ltiUserId")),
        (#""platformId":"""#, nameRule("platformId")), (#""platformId":null"#, nameRule("platformId")),
        (#""contextId":"""#, nameRule("contextId")), (#""contextId":1"#, nameRule("contextId")),
        (#""courseId":"x""#, "courseId must be a UUID"), (#""courseId":1"#, "courseId must be a UUID"),
        (#""score":1,"maxScore":3"#, "maxScore must be 100"),
        (#""totalSteps":1"#, "totalSteps is no member of a record"),
        (#""items":null"#, "items is no member of a record"),
        (#""learnerId":"l""#, "learnerId is no member of a record"),
        (#""userAttributes":null"#, "userAttributes is no member of a record"),
    ])
    func aBrokenRuleOfAnLTILineIsNamed(changes: String, message: String) throws {
        #expect(try refusal(changes, of: Self.platform) == message)
    }

    @Test(arguments: [
        "", #""learnerId":"ABC é""#, #""score":0,"maxScore":0"#, #""score":1e9,"maxScore":1000000000"#,
        #""currentSectionIndex":null"#, #""currentStepIndex":100000"#, #""totalSteps":1.0"#, #""progressData":{}"#,
        #""items":[]"#, #""startedAt":"2025-06-01T12:00:00+02:00""#,
        #""lessonId":"550E8400-E29B-41D4-A716-446655440000""#,
    ])
    func whatKeepsTheRulesIsTaken(changes: String) throws {
        #expect(try refusal(changes) == nil)
    }

    @Test func namesHaveAtMost255Characters() throws {
        #expect(try refusal(#""learnerId":"\#(String(repeating: "é", count: 255))""#) == nil)
        #expect(try refusal(#""learnerId":"\#(String(repeating: "é", count: 256))""#) == Self.nameRule("learnerId"))
    }

    @Test(arguments: [
        ("", "not JSON: a value is missing at byte 0"), ("{", "not JSON: a member name is missing at byte 1"),
        ("[]", "not a JSON object"), ("null", "not a JSON object"), ("{}", "lessonId must be a UUID"),
    ])
    func aLineIsAJSONObject(text: String, message: String) {
        #expect {
            try ProgressLine(Array(text.utf8))
        } throws: { error in
            (error as? LecternError)?.message == message
        }
    }

    private static func nameRule(_ name: String) -> String {
        "\(name) must have 1 to 255 characters and no control characters"
    }

    private static func indexRule(_ name: String) -> String { "\(name) must be a whole number from 0 to 100000" }
}
