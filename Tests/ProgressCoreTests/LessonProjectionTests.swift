import Model
import Testing

@testable import ProgressCore

@Suite struct LessonProjectionTests {
    private static let start = Timestamp(seconds: 1_000)
    private static let later = Timestamp(seconds: 2_000)

    private let outline = TestLesson().outline

    private var fresh: LessonRecord {
        let key = ProgressKey(organization: .random(), lesson: .random(), subject: .embed(learner: "ada"))
        return LessonRecord(
            progress: LessonProgress(key: key, learner: .random(), course: nil, at: Self.start),
            explicit: []
        )
    }

    private func update(
        activity: Bool = true,
        state: LessonState? = nil,
        position: (section: Int, step: Int)? = nil,
        complete: Bool = false,
        results: ItemResultChange? = nil
    ) -> LessonProjection.Update {
        LessonProjection.Update(
            carriesActivity: activity,
            state: state,
            position: position,
            isComplete: complete,
            results: results
        )
    }

    private func results(_ score: Double, of maxScore: Double) -> ItemResultChange {
        ItemResultChange(score: score, maxScore: maxScore)
    }

    @Test func startTakesTheOutlineAndMovesTheActivity() {
        let record = LessonProjection.started(fresh, outline: outline, at: Self.later)
        #expect(record.progress.totalSteps == 3)
        #expect(record.progress.lastActivityAt == Self.later)
        #expect(record.progress.status == .notStarted)
        #expect(record.progress.startedAt == nil)
        #expect(LessonProjection.started(fresh, outline: nil, at: Self.later).progress.totalSteps == nil)
    }

    @Test func updateWithoutActivityOnlyMovesTheActivity() throws {
        let old = fresh
        var expected = old.progress
        expected.lastActivityAt = Self.later
        let record = try LessonProjection.updated(old, by: update(activity: false, position: (1, 0)), at: Self.later)
        #expect(record.progress == expected)
        #expect(record.explicit == [])
    }

    @Test func completionStartsWhatWasNotStarted() throws {
        let record = try LessonProjection.updated(fresh, by: update(activity: false, complete: true), at: Self.later)
        #expect(record.progress.status == .completed)
        #expect(record.progress.startedAt == Self.later)
        #expect(record.progress.completedAt == Self.later)
    }

    @Test(arguments: ProgressStatus.allCases, [ProgressStatus.notStarted, .inProgress, .completed, nil])
    func statusIsTheFurthestOfAll(old: ProgressStatus, said: ProgressStatus?) throws {
        var record = fresh
        record.progress.status = old
        record.progress.startedAt = old == .notStarted ? nil : Self.start
        record.progress.completedAt = old == .completed ? Self.start : nil
        var state = LessonState()
        state.status = said
        let after = try LessonProjection.updated(record, by: update(state: state), at: Self.later).progress
        let order: [ProgressStatus] = [.notStarted, .inProgress, .completed]
        let furthest = try [old, said ?? .notStarted, .inProgress].map { try #require(order.firstIndex(of: $0)) }.max()
        #expect(after.status == order[try #require(furthest)])
        #expect(after.startedAt == (old == .notStarted ? Self.later : Self.start))
        #expect(after.completedAt == (old == .completed ? Self.start : after.status == .completed ? Self.later : nil))
    }

    @Test func saidMembersAreRememberedAndWinOverDerivedOnes() throws {
        var state = LessonState()
        state.currentStepIndex = 8
        state.score = .some(1)
        state.maxScore = .some(2)
        let said = try LessonProjection.updated(
            fresh,
            by: update(state: state, position: (1, 0), results: results(1, of: 5)),
            at: Self.later
        )
        #expect(said.explicit == [.position, .score])
        #expect(said.progress.currentStepIndex == 8)
        // What the same update derived for the member that was not said stands.
        #expect(said.progress.currentSectionIndex == 1)
        #expect(said.progress.score == 1)
        #expect(said.progress.items == .derivedItems)

        let next = try LessonProjection.updated(
            said,
            by: update(position: (0, 0), results: results(0, of: 7)),
            at: Self.later
        )
        #expect(next.progress.currentSectionIndex == 1)
        #expect(next.progress.maxScore == 2)
        #expect(next.progress.items == .derivedItems)
        #expect(LessonProjection.started(next, outline: outline, at: Self.later).progress.totalSteps == 3)
    }

    @Test func changesOfTheScoreAddUpWithoutTracesOfBinaryFractions() throws {
        var record = fresh
        #expect(record.progress.score == nil)
        for _ in 0..<1_000 {
            record = try LessonProjection.updated(record, by: update(results: results(0.1, of: 0.1)), at: Self.later)
        }
        #expect(record.progress.score == 100)
        #expect(record.progress.maxScore == 100)
        let corrected = try LessonProjection.updated(record, by: update(results: results(-0.1, of: 0)), at: Self.later)
        #expect(corrected.progress.score == 99.9)
        #expect(corrected.progress.maxScore == 100)
    }

    @Test func itemsThatAPlayerSaidAreNotMarkedAsDerived() throws {
        var state = LessonState()
        state.items = .some(JSONText(trusted: "[1]"))
        let said = try LessonProjection.updated(
            fresh,
            by: update(state: state, results: results(1, of: 1)),
            at: Self.later
        )
        let next = try LessonProjection.updated(said, by: update(results: results(1, of: 2)), at: Self.later)
        #expect(next.progress.items?.text == "[1]")
        #expect(next.progress.score == 2)
    }

    @Test func saidTotalStepsOutlastTheOutline() throws {
        var state = LessonState()
        state.totalSteps = .some(nil)
        var record = fresh
        record.progress.totalSteps = 3
        record = try LessonProjection.updated(record, by: update(state: state), at: Self.later)
        #expect(record.progress.totalSteps == nil)
        #expect(LessonProjection.started(record, outline: outline, at: Self.later).progress.totalSteps == nil)
    }

    @Test(
        arguments: [
            (3.0, 2.0, "score", FieldProblem.Code.maximum), (nil, 2, "score", .required),
            (3, nil, "maxScore", .required),
        ] as [(Double?, Double?, String, FieldProblem.Code)]
    )
    func scoreMustFitItsMaximum(score: Double?, maxScore: Double?, field: String, code: FieldProblem.Code) {
        var state = LessonState()
        state.score = .some(score)
        state.maxScore = .some(maxScore)
        let refusal = #expect(throws: LoggerRefusal.self) {
            try LessonProjection.updated(fresh, by: update(state: state), at: Self.later)
        }
        guard case .fields(let problems) = refusal else {
            Issue.record("another refusal")
            return
        }
        #expect(problems.map(\.field) == ["extra_fields.lesson.\(field)"])
        #expect(problems.map(\.code) == [code])
    }
}
