import Model
import Testing

@testable import ProgressCore

/// The tests before and after a unit (rule S18).
@Suite struct UnitTestTests {
    private let world: CoreWorld
    private let learner: Caller
    private let course = CourseID.random()
    private let unit = ExternalID.random()
    private let courseSession: ExternalID

    init() async throws {
        world = try CoreWorld()
        learner = world.embed()
        try await world.enrol(learner, in: course)
        courseSession = try await world.assign("course_session", to: course.description)
    }

    private func start(_ moment: String, _ extra: String = "") async throws -> Answer {
        try await learner.unitTest(unit, moment, in: courseSession, extra)
    }

    // MARK: - Start

    @Test(arguments: ["pre", "post"])
    func startNamesUnitSessionAndLevel(moment: String) async throws {
        let answer = try await start(moment)
        let level = try #require(answer.level)
        #expect(level < 0)
        #expect(
            answer.raw("context")
                == #"{"unit_id":"\#(unit)","course_session_id":"\#(courseSession)","mastery_level":\#(level)}"#
        )
        #expect(answer.names("mastery_criterion") == ["type", "version", "test_type"])
        #expect(answer.string("mastery_criterion.type") == "pre_post_test")
        #expect(answer.string("mastery_criterion.test_type") == moment)
        #expect(["A", "B"].contains(answer.string("mastery_criterion.version")))
        #expect(answer.number("totalattempts") == 0)
    }

    @Test func versionIsFixedAndOppositeBeforeAndAfter() async throws {
        var versions: [String: String] = [:]
        for moment in ["pre", "post", "pre", "post"] {
            let answer = try await start(moment, #","repeat":true"#)
            let version = try #require(answer.string("mastery_criterion.version"))
            #expect(versions[moment, default: version] == version)
            versions[moment] = version
            try await learner.report(try answer.session, #"{"progress":1}"#)
        }
        #expect(versions["pre"] != versions["post"])
        #expect(try await world.tries().count == 4)
    }

    @Test func learnersAreSpreadOverBothVersions() {
        let versions = (0..<200).map { number in
            let test = UnitTestVersion(
                unit: unit,
                courseSession: courseSession,
                learner: LearnerID(high: 0, low: UInt64(number))
            )
            #expect(test.criterion(.pre).version != test.criterion(.post).version)
            return test.criterion(.pre).version
        }
        #expect((60...140).contains(versions.count { $0 == "A" }))
    }

    @Test func contentIsTheSameForAllLearnersAndAnotherForEachTest() {
        let other = ExternalID.random()
        var contents: Set<ExternalID> = []
        for (unit, session) in [(unit, courseSession), (other, courseSession), (unit, other)] {
            for moment in MasteryCriterion.UnitTest.Moment.allCases {
                let both = (0..<2).map { _ in
                    UnitTestVersion(unit: unit, courseSession: session, learner: .random()).content(moment)
                }
                #expect(both[0] == both[1])
                contents.insert(both[0])
            }
        }
        #expect(contents.count == 6)
    }

    // MARK: - Like a practice quiz

    @Test func testsBeforeAndAfterAreKeptApart() async throws {
        let before = try await start("pre").session
        try await learner.report(before, "{\"progress\":1,\"interactions\":[\(String.act("q1"))]}")
        let after = try await start("post")
        #expect(after.number("progress") == 0)
        #expect(after.raw("complete") == "false")
        #expect(after.shown == [])
        #expect(try await learner.total().number("progress") == 1)
    }

    @Test func finishedTestMayBeChangedAndRepeated() async throws {
        let first = try await start("pre")
        let session = try first.session
        for number in 0..<12 { try await learner.answer(session, .act("q\(number)", 0)) }
        try await learner.report(session, #"{"progress":1}"#)
        #expect(try await learner.report(session, #"{"progress":0.5}"#).raw("complete") == "false")
        let again = try await start("pre")
        #expect(again.level == first.level)
        #expect(again.raw("complete") == "true")
        #expect(again.shown.count == 12)
        let repeated = try await start("pre", #","repeat":true"#)
        #expect(repeated.level != first.level)
        #expect(try #require(repeated.level) < 0)
        #expect(repeated.shown == [])
    }

    // MARK: - Refusals

    private static let id = "00000000-0000-4000-8000-000000000001"

    @Test(
        arguments: [
            ("", ["test_type INVALID", "course_session_id INVALID"]),
            (#","test_type":"pre""#, ["course_session_id INVALID"]),
            (#","course_session_id":"\#(id)""#, ["test_type INVALID"]),
            (#","course_session_id":"\#(id)","test_type":"mid""#, ["test_type INVALID_CHOICE"]),
            (#","course_session_id":"\#(id)","test_type":null"#, ["test_type NULL"]),
            (#","course_session_id":"\#(id)","test_type":"pre","node_id":"\#(id)""#, ["non_field_errors INVALID"]),
            (#","course_session_id":"\#(id)","test_type":"pre","quiz_id":"\#(id)""#, ["non_field_errors INVALID"]),
            (#","course_session_id":"\#(id)","test_type":"pre","lesson_id":"\#(id)""#, ["non_field_errors INVALID"]),
            (#","course_session_id":"x","test_type":"pre""#, ["course_session_id INVALID"]),
        ]
    )
    func wrongMembersAreNamed(extra: String, problems: [String]) async throws {
        let answer = try await learner.startAnswer("{\"unit_id\":\"\(unit)\"\(extra)}")
        #expect(answer.status == 400)
        #expect(answer.problems == problems)
        #expect(!answer.text.contains("ErrorDetail"))
    }

    @Test func malformedUnitIsNamed() async throws {
        #expect(try await learner.startAnswer(#"{"unit_id":"x"}"#).problems == ["unit_id INVALID"])
        #expect(try await learner.startAnswer(#"{"unit_id":null}"#).problems == ["unit_id NULL"])
    }

    // Rules S16, S19.
    @Test func courseSessionMustBeTheCallersOwn() async throws {
        let before = try await world.everything()
        let unknown = try await learner.unitTest(unit, "pre", in: .random())
        #expect(unknown.status == 400)
        #expect(unknown.text == #"["Invalid course_session_id"]"#)
        let stranger = try await world.embed("bob").unitTest(unit, "pre", in: courseSession)
        #expect(stranger.text == #"["Invalid course_session_id"]"#)
        #expect(try await world.guest.unitTest(unit, "pre", in: courseSession).status == 403)
        #expect(try await world.everything() == before)
    }
}
