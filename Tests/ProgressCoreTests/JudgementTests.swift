import Model
import Testing

@testable import ProgressCore

/// What first answers amount to under a criterion (rule M10).
@Suite struct JudgementTests {
    private static func criterion(_ kind: MasteryCriterion.Kind, _ m: Int? = nil, _ n: Int? = nil) -> MasteryCriterion {
        MasteryCriterion(kind: kind, m: m, n: n)
    }

    private static func ones(_ count: Int) -> [Double] { Array(repeating: 1, count: count) }

    /// First answers, and the progress after each.
    private static let walks: [(MasteryCriterion, answers: [Double], progress: [Double])] = [
        (criterion(.mOfN, 3, 5), [1, 0, 1, 0, 1], [1.0 / 3, 1.0 / 3, 2.0 / 3, 2.0 / 3, 1]),
        // The window slides; mastery once reached stays.
        (criterion(.mOfN, 2, 3), [1, 0, 0, 0, 1, 1, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.001, 0.5, 1, 1, 1, 1, 1]),
        (criterion(.mOfN, 1, 1), [0, 0, 1], [0.001, 0.001, 1]),
        // Without m all of the window must be right; more than the window cannot be.
        (criterion(.mOfN, nil, 2), [1, 0, 1, 1], [0.5, 0.5, 0.5, 1]),
        (criterion(.mOfN, 5, 3), [1, 1, 1, 1, 1], [0.2, 0.4, 0.6, 0.6, 0.6]),
        (criterion(.mOfN, 0, 2), [0, 1], [0.001, 1]),
        (criterion(.mOfN, 0, 0), [1, 1], [0.001, 0.001]),
        (criterion(.mOfN, 2, 4), [0.5, 0.25, 0.5, 0.5, 0.75], [0.25, 0.375, 0.625, 0.875, 1]),
        (criterion(.mOfN, 1_000, 1_000), [0.5], [0.001]),
        (criterion(.twoInARow), [1, 0, 1, 1, 0], [0.5, 0.5, 0.5, 1, 1]),
        (criterion(.threeInARow), [1, 1, 0, 1, 1, 1], [1, 2, 2, 2, 2, 3].map { $0 / 3 }),
        // A question answered in part breaks no streak and completes none.
        (criterion(.threeInARow), [1, 0.5, 1, 1, 1], [2, 3, 5, 5, 6].map { $0 / 6 }),
        (criterion(.fiveInARow), [0] + ones(5), [0.001, 0.2, 0.4, 0.6, 0.8, 1]),
        (criterion(.tenInARow), ones(10), (1...10).map { Double($0) / 10 }),
        (criterion(.tenInARow), ones(9) + [0] + ones(3), (1...9).map { Double($0) / 10 } + [0.9, 0.9, 0.9, 0.9]),
        (criterion(.doAll, nil, 3), [1, 0, 1, 1, 1], [1.0 / 3, 1.0 / 3, 2.0 / 3, 2.0 / 3, 1]),
        (criterion(.doAll, 1, 2), [1, 1], [0.5, 1]),
        (criterion(.skillCheck, nil, 2), [0, 1, 1], [0.001, 0.5, 1]),
        (criterion(.doAll), [1, 1, 1], [0.001, 0.001, 0.001]),
        (criterion(.doAll, nil, -2), [1, 1, 1], [0.001, 0.001, 0.001]),
        // A quiz is done when all questions are answered, right or wrong.
        (criterion(.quiz, nil, 4), [0, 1, 0.5, 0], [0.25, 0.5, 0.75, 1]),
        (criterion(.quiz, nil, 1), [0], [1]),
        (criterion(.quiz), [1, 1], [0.001, 0.001]),
        (criterion(.prePostTest, nil, 2), [0, 0], [0.5, 1]),
    ]

    @Test(arguments: walks.indices)
    func answersAddUpToProgress(walk: Int) {
        let (criterion, answers, progress) = Self.walks[walk]
        var judgement = Judgement()
        #expect(judgement.progress(under: criterion) == 0)
        #expect(!judgement.isAchieved)
        for (answer, expected) in zip(answers, progress) {
            judgement.take(firstAnswer: answer, under: criterion)
            #expect(abs(judgement.progress(under: criterion) - expected) < 1e-12, "\(judgement.storedText)")
            #expect(judgement.isAchieved == (expected == 1))
        }
        #expect(judgement.answered == answers.count)
        #expect(answers.count == progress.count)
    }

    @Test func quizIsAtMostAlmostDoneBeforeItsLastQuestion() {
        let quiz = Self.criterion(.quiz, nil, 1_000)
        var judgement = Judgement()
        var seen: [Double] = []
        for _ in 0..<1_000 {
            judgement.take(firstAnswer: 0, under: quiz)
            seen.append(judgement.progress(under: quiz))
        }
        #expect(seen.first == 0.001)
        #expect(seen[989] == 0.99)
        #expect(seen[998] == 0.99)
        #expect(seen.last == 1)
    }

    @Test(arguments: [3, 7, 10])
    func partsThatAddUpToTheGoalReachIt(parts: Int) {
        let criterion = Self.criterion(.mOfN, 1, parts)
        var judgement = Judgement()
        for _ in 0..<parts {
            #expect(!judgement.isAchieved)
            judgement.take(firstAnswer: 1 / Double(parts), under: criterion)
        }
        #expect(judgement.isAchieved)
    }

    // MARK: - The mastery member

    @Test(
        arguments: [
            (criterion(.mOfN, 3, 5), [1, 0, 1, 1, 1, 0], 0, #"true,"progress":1,"correct":3,"needed":3,"window":5"#),
            (criterion(.mOfN, 4, 8), [0.5, 0], 0, #"false,"progress":0.125,"correct":0.5,"needed":4,"window":8"#),
            (criterion(.twoInARow), [], 0, #"false,"progress":0,"correct":0,"needed":2,"window":2"#),
            (criterion(.doAll), [1, 1], 2, #"false,"progress":0.001,"correct":2,"needed":null,"window":null"#),
            // A quiz shows its standing answers.
            (criterion(.quiz, nil, 4), [0, 1], 2, #"false,"progress":0.5,"correct":2,"needed":4,"window":4"#),
        ] as [(MasteryCriterion, [Double], Double, String)]
    )
    func masteryMemberTellsHowFarItIs(criterion: MasteryCriterion, answers: [Double], sum: Double, text: String) {
        var judgement = Judgement()
        for answer in answers { judgement.take(firstAnswer: answer, under: criterion) }
        var json = JSONWriter()
        judgement.write(under: criterion, correctSum: sum, to: &json)
        #expect(json.text == #"{"achieved":\#(text)}"#)
    }

    // MARK: - Storage

    @Test(arguments: [[], [1], [0, 1, 1], [0.5, 1.0 / 3, 1e-7]] as [[Double]])
    func judgementIsReadAsItWasStored(answers: [Double]) {
        let criterion = Self.criterion(.mOfN, 1, 2)
        var judgement = Judgement()
        for answer in answers { judgement.take(firstAnswer: answer, under: criterion) }
        #expect(Judgement(storedText: judgement.storedText) == judgement)
    }

    @Test(arguments: ["", "1", "x 1", "1 x", "0 1 x", "0 1 1 half"])
    func textThatIsNoJudgementIsNotRead(text: String) {
        #expect(Judgement(storedText: text) == nil)
    }
}
