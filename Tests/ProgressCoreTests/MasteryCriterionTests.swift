import Model
import Testing

@testable import ProgressCore

/// What a start may ask of an assessment (rules S6, M5, M10).
@Suite struct MasteryCriterionTests {
    /// The criterion of a start with some `mastery_model`.
    private func criterion(_ model: String) throws -> MasteryCriterion {
        let body = TestContent.exercise.body(",\"mastery_model\":\(model)")
        let start = try StartRequest.validate(try JSONParser.parse(body))
        guard case .content(let content, _) = start.target else {
            Issue.record("something else is started")
            throw LoggerRefusal.notFound
        }
        return try #require(content.criterion)
    }

    private static let types = [
        "do_all", "m_of_n", "num_correct_in_a_row_2", "num_correct_in_a_row_3", "num_correct_in_a_row_5",
        "num_correct_in_a_row_10", "quiz", "skill_check", "pre_post_test",
    ]

    // MARK: - Form

    @Test(arguments: types)
    func everyTypeIsTaken(type: String) throws {
        let text = #"{"type":"\#(type)","m":2,"n":3}"#
        let criterion = try criterion(text)
        #expect(criterion.kind.rawValue == type)
        #expect(criterion.jsonText.text == text)
    }

    @Test func noOtherTypesAreKnown() {
        #expect(MasteryCriterion.Kind.allCases.map(\.rawValue) == Self.types)
    }

    @Test(
        arguments: [
            (#"{"type":"do_all"}"#, #"{"type":"do_all"}"#),
            (#"{"n":"5","m":"3","type":"m_of_n"}"#, #"{"type":"m_of_n","m":3,"n":5}"#),
            (#"{"type":"m_of_n","m":3.0,"n":5e0}"#, #"{"type":"m_of_n","m":3,"n":5}"#),
            (#"{"type":"m_of_n","n":"3"}"#, #"{"type":"m_of_n","n":3}"#),
            (#"{"type":"m_of_n","m":0,"n":0}"#, #"{"type":"m_of_n","m":0,"n":0}"#),
            // The numbers of other types are kept, whatever they are.
            (#"{"type":"num_correct_in_a_row_3","m":-1}"#, #"{"type":"num_correct_in_a_row_3","m":-1}"#),
            (#"{"type":"do_all","n":-3}"#, #"{"type":"do_all","n":-3}"#),
            // A client cannot make itself a coach, nor choose a version.
            (
                #"{"type":"quiz","coach_assigned":true,"version":"A","test_type":"pre","colour":[1]}"#,
                #"{"type":"quiz"}"#
            ),
        ]
    )
    func modelComesBackAsOneForm(model: String, text: String) throws {
        let criterion = try criterion(model)
        #expect(criterion.jsonText.text == text)
        #expect(!criterion.isCoachAssigned)
        #expect(criterion.unitTest == nil)
    }

    @Test(
        arguments: [
            ("{}", [".type REQUIRED"]), (#"{"m":3,"n":5}"#, [".type REQUIRED"]),
            (#"{"type":null}"#, [".type NULL"]), (#"{"type":"best_of"}"#, [".type INVALID_CHOICE"]),
            (#"{"type":"M_OF_N","n":3}"#, [".type INVALID_CHOICE"]), (#"{"type":" quiz"}"#, [".type INVALID_CHOICE"]),
            (#"{"type":"num_correct_in_a_row_4"}"#, [".type INVALID_CHOICE"]),
            (#"{"type":""}"#, [".type INVALID_CHOICE"]), (#"{"type":5}"#, [".type INVALID_CHOICE"]),
            (#"{"type":"m_of_n"}"#, [".n REQUIRED"]), (#"{"type":"m_of_n","m":3}"#, [".n REQUIRED"]),
            (#"{"type":"m_of_n","m":3,"n":-1}"#, [".n MIN_VALUE"]), (#"{"type":"m_of_n","n":"-2"}"#, [".n MIN_VALUE"]),
            (#"{"type":"m_of_n","n":1.5}"#, [".n INVALID"]), (#"{"type":"m_of_n","n":"1.5"}"#, [".n INVALID"]),
            (#"{"type":"m_of_n","n":"two"}"#, [".n INVALID"]), (#"{"type":"m_of_n","n":""}"#, [".n INVALID"]),
            (#"{"type":"m_of_n","n":null}"#, [".n NULL"]), (#"{"type":"m_of_n","n":true}"#, [".n INVALID"]),
            (#"{"type":"m_of_n","n":[5]}"#, [".n INVALID"]), (#"{"type":"m_of_n","n":1e400}"#, [".n INVALID"]),
            (#"{"type":"m_of_n","m":"1.5","n":5}"#, [".m INVALID"]), (#"{"type":"do_all","m":"two"}"#, [".m INVALID"]),
            (#"{"type":"do_all","n":null}"#, [".n NULL"]), (#"{"type":"quiz","n":1001}"#, [".n MAX_VALUE"]),
            (#"{"type":"quiz","n":-1001}"#, [".n MIN_VALUE"]),
            (#"{"type":"x","m":"a","n":null}"#, [".type INVALID_CHOICE", ".m INVALID", ".n NULL"]),
            ("5", [".non_field_errors INVALID"]), ("\"quiz\"", [".non_field_errors INVALID"]),
            ("[]", [".non_field_errors INVALID"]), ("null", [" NULL"]),
        ] as [(String, [String])]
    )
    func wrongMembersAreNamedTogether(model: String, problems: [String]) throws {
        let refusal = #expect(throws: LoggerRefusal.self) { _ = try criterion(model) }
        guard case .fields(let found) = refusal else {
            Issue.record("another refusal")
            return
        }
        #expect(found.map { "\($0.field) \($0.code.rawValue)" } == problems.map { "mastery_model\($0)" })
        // E2: no traces of an interpreter.
        #expect(found.allSatisfy { !$0.message.contains("ErrorDetail") && !$0.message.isEmpty })
    }

    // MARK: - Windows and goals

    @Test(
        arguments: [
            (.model(3, of: 5), 5), (.model(1, of: 14), 14), (#"{"type":"m_of_n","n":0}"#, 0), (.model("do_all"), 10),
            (#"{"type":"do_all","m":2,"n":3}"#, 10), (.model("skill_check"), 10),
            (.model("num_correct_in_a_row_2"), 2), (.model("num_correct_in_a_row_3"), 3),
            (.model("num_correct_in_a_row_5"), 5), (.model("num_correct_in_a_row_10"), 10),
            (#"{"type":"num_correct_in_a_row_2","m":7,"n":9}"#, 2), (.model("quiz"), nil),
            (#"{"type":"quiz","n":3}"#, nil), (.model("pre_post_test"), nil),
        ] as [(String, Int?)]
    )
    func windowIsThatOfTheType(model: String, shown: Int?) throws {
        #expect(try criterion(model).shownAttempts == shown)
    }

    @Test(
        arguments: [
            (.model(3, of: 5), [3, 5]), (.model(5, of: 3), [5, 3]), (#"{"type":"m_of_n","n":4}"#, [4, 4]),
            (.model(0, of: 2), [1, 2]), (.model(-3, of: 2), [1, 2]), (#"{"type":"m_of_n","n":0}"#, nil),
            (#"{"type":"do_all","n":7}"#, [7, 7]), (#"{"type":"do_all","m":2,"n":7}"#, [7, 7]),
            (.model("do_all"), nil), (#"{"type":"do_all","n":0}"#, nil), (#"{"type":"do_all","n":-4}"#, nil),
            (.model("num_correct_in_a_row_2"), [2, 2]), (.model("num_correct_in_a_row_3"), [3, 3]),
            (.model("num_correct_in_a_row_5"), [5, 5]), (.model("num_correct_in_a_row_10"), [10, 10]),
            (#"{"type":"num_correct_in_a_row_3","m":1,"n":1}"#, [3, 3]),
            (#"{"type":"quiz","n":12}"#, [12, 12]), (.model("quiz"), nil), (.model("pre_post_test"), nil),
        ] as [(String, [Int]?)]
    )
    func goalIsThatOfTheType(model: String, goal: [Int]?) throws {
        #expect(try criterion(model).goal.map { [$0.needed, $0.window] } == goal)
    }

    @Test(arguments: types)
    func onlyQuizzesAndTestsCountAsQuizzes(type: String) throws {
        let criterion = try criterion(#"{"type":"\#(type)","n":3}"#)
        #expect(criterion.isQuiz == ["quiz", "pre_post_test"].contains(type))
    }

    // MARK: - Storage

    @Test(arguments: MasteryCriterion.Kind.allCases, [nil, 0, -2, 1_000] as [Int?])
    func criterionIsReadAsItWasStored(kind: MasteryCriterion.Kind, m: Int?) {
        for n in [nil, 0, -1, 5] {
            let plain = MasteryCriterion(kind: kind, m: m, n: n)
            #expect(MasteryCriterion(storedText: plain.storedText) == plain)
        }
    }

    // The number of questions of a coach's quiz is the coach's to know (rule Q1).
    @Test(arguments: [nil, 12] as [Int?])
    func coachesQuizKeepsItsQuestionCountToItself(count: Int?) {
        let quiz = MasteryCriterion(kind: .quiz, n: count, isCoachAssigned: true)
        #expect(MasteryCriterion(storedText: quiz.storedText) == quiz)
        #expect(quiz.jsonText.text == #"{"type":"quiz","coach_assigned":true}"#)
    }

    @Test(arguments: MasteryCriterion.UnitTest.Moment.allCases)
    func versionOfAUnitTestIsStored(moment: MasteryCriterion.UnitTest.Moment) {
        let unitTest = MasteryCriterion.UnitTest(version: "B", moment: moment)
        let test = MasteryCriterion(kind: .prePostTest, unitTest: unitTest)
        #expect(MasteryCriterion(storedText: test.storedText) == test)
        #expect(test.jsonText.text == #"{"type":"pre_post_test","version":"B","test_type":"\#(moment.rawValue)"}"#)
    }

    @Test(arguments: ["", "{}", "quiz", "quiz - - - -", "x - - - - -", "quiz - - - - - -"])
    func textThatIsNoCriterionIsNotRead(text: String) {
        #expect(MasteryCriterion(storedText: text) == nil)
    }
}
