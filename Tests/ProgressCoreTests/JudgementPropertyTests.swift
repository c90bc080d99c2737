import Model
import Testing

@testable import ProgressCore

/// What is kept up to date with each answer is what all answers together amount to (rules M10, I6–I11, L5).
@Suite struct JudgementPropertyTests {
    /// A walk through a try: what was answered, and the try that took it.
    private struct Walk {
        /// The attempts in the order in which they were opened, with the correctness of their first answers.
        var attempts: [(first: Double, standing: Attempt)] = []
        var tried: Try
        var random: SeededGenerator
        var now = SteppableClock.start

        init(seed: UInt64) throws {
            random = SeededGenerator(seed: seed)
            let kinds = MasteryCriterion.Kind.allCases
            let kind = kinds[Int(seed % UInt64(kinds.count))]
            var criterion = MasteryCriterion(kind: kind)
            if kind == .mOfN || Bool.random(using: &random) {
                criterion.n = Int.random(in: 0...6, using: &random)
                criterion.m = Bool.random(using: &random) ? Int.random(in: -1...7, using: &random) : nil
            }
            let content = ExternalID(high: 1, low: 2)
            let session = ContentSession(
                id: SessionID(high: 1, low: 3),
                organization: OrganizationID(high: 1, low: 4),
                learner: LearnerID(high: 1, low: 5),
                course: nil,
                lesson: nil,
                node: nil,
                content: content,
                channel: nil,
                kind: .exercise,
                quiz: nil,
                courseSession: nil,
                unit: nil,
                tryID: nil,
                progress: 0,
                timeSpent: 0,
                startedAt: now,
                endedAt: now
            )
            tried = Try(at: 1, of: session, try #require(session.learner), criterion, .server, at: now)
        }

        /// A first answer, a correction, a hint or an error.
        private mutating func interaction(_ item: String) -> Interaction {
            let isHint = Int.random(in: 0..<6, using: &random) == 0
            let isError = Int.random(in: 0..<8, using: &random) == 0
            let parts = [0, 1, 1, 1, 0.5, 0.25, 1.0 / 3]
            return Interaction(
                id: nil,
                item: item,
                correct: isHint || isError ? 0 : parts.randomElement(using: &random) ?? 0,
                timeSpent: 1,
                answer: JSONText(trusted: "{}"),
                simpleAnswer: nil,
                complete: false,
                hinted: isHint,
                error: isError,
                replace: Bool.random(using: &random)
            )
        }

        /// One update of one to four groups of interactions, as the core applies them.
        mutating func update() {
            now = now.adding(seconds: 1)
            var groups: [AttemptRepository.Group] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let opens = attempts.isEmpty || Int.random(in: 0..<3, using: &random) > 0
                let place = opens ? attempts.count : Int.random(in: 0..<attempts.count, using: &random)
                let item = "q\(place)"
                var before: Attempt?
                if opens {
                    let first = interaction(item)
                    let id = AttemptID(high: 2, low: UInt64(place))
                    attempts.append((first.correct, Attempt(opening: first, id: id, at: now)))
                } else {
                    before = attempts[place].standing
                    attempts[place].standing.take(interaction(item), at: now)
                }
                for _ in 0..<Int.random(in: 0...2, using: &random) {
                    attempts[place].standing.take(interaction(item), at: now)
                }
                groups.append(AttemptRepository.Group(attempt: attempts[place].standing, before: before))
            }
            tried.take(groups)
            // A try is stored after each update, and read before the next.
            if let read = Judgement(storedText: tried.judgement.storedText) { tried.judgement = read }
        }

        /// What is wrong with the try, judged anew from all attempts; nil when nothing is.
        func flaw() -> String? {
            let expected = Self.judge(attempts.map(\.first), tried.criterion)
            let standing = attempts.map(\.standing.correct).reduce(0, +)
            let progress = tried.judgement.progress(under: tried.criterion)
            if tried.attemptCount != attempts.count { return "\(tried.attemptCount) attempts" }
            if tried.judgement.answered != attempts.count { return "\(tried.judgement.answered) answered" }
            if tried.judgement.isAchieved != expected.isAchieved { return "achieved \(tried.judgement.isAchieved)" }
            if abs(progress - expected.progress) > 1e-9 { return "progress \(progress), not \(expected.progress)" }
            if abs(tried.correctSum - standing) > 1e-6 { return "sum \(tried.correctSum), not \(standing)" }
            if tried.correct != Int(standing + 1e-6) { return "correct \(tried.correct), not \(standing)" }
            return nil
        }

        /// Rule M10 by the letter: after each first answer, over the whole list of them.
        private static func judge(
            _ firsts: [Double],
            _ criterion: MasteryCriterion
        ) -> (isAchieved: Bool, progress: Double) {
            var isAchieved = false
            var progress = firsts.isEmpty ? 0 : 0.001
            guard let (m, n) = numbers(of: criterion) else { return (false, progress) }
            for end in firsts.indices {
                if criterion.kind == .quiz || criterion.kind == .prePostTest {
                    isAchieved = isAchieved || end + 1 >= n
                    progress = isAchieved ? 1 : min(0.99, max(0.001, Double(end + 1) / Double(n)))
                } else {
                    let sum = firsts[...end].suffix(n).reduce(0, +)
                    isAchieved = isAchieved || sum > Double(m) - 1e-6
                    progress = isAchieved ? 1 : max(0.001, sum / Double(m))
                }
            }
            return (isAchieved, progress)
        }

        private static func numbers(of criterion: MasteryCriterion) -> (m: Int, n: Int)? {
            switch criterion.kind {
            case .twoInARow: return (2, 2)
            case .threeInARow: return (3, 3)
            case .fiveInARow: return (5, 5)
            case .tenInARow: return (10, 10)
            case .mOfN, .doAll, .quiz, .skillCheck, .prePostTest:
                guard let n = criterion.n, n > 0 else { return nil }
                guard criterion.kind == .mOfN else { return (n, n) }
                return (max(1, criterion.m ?? n), n)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func everyWalkIsJudgedAsAllItsAnswersAre() throws {
        let start = UInt64.random(in: 0...UInt64.max / 2)
        var achieved = 0
        for seed in start..<start + 10_000 {
            var walk = try Walk(seed: seed)
            for step in 0..<8 {
                walk.update()
                if let flaw = walk.flaw() {
                    Issue.record("seed \(seed), step \(step), \(walk.tried.criterion.storedText): \(flaw)")
                    return
                }
            }
            achieved += walk.tried.judgement.isAchieved ? 1 : 0
        }
        // Walks that all end alike would prove little.
        #expect((2_000...8_000).contains(achieved), "seed \(start)")
    }

    /// The same through requests, against what the store holds of the answers.
    @Test func everyStoredTryIsJudgedAsItsAttemptsAre() async throws {
        let start = UInt64.random(in: 0...UInt64.max / 2)
        for seed in start..<start + 9 {
            let world = try CoreWorld()
            let learner = world.embed()
            var random = SeededGenerator(seed: seed)
            let needed = Int.random(in: 1...3, using: &random)
            let window = needed + Int.random(in: 0...2, using: &random)
            let started = try await learner.exercise(.exercise, .model(needed, of: window), #","evaluate":"server""#)
            let session = try started.session
            var reported = 0.0
            for _ in 0..<8 {
                let acts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    String.act(
                        "q\(Int.random(in: 0..<5, using: &random))",
                        [0, 0, 1, 0.5].randomElement(using: &random) ?? 0,
                        Bool.random(using: &random) ? #","replace":true"# : ""
                    )
                }
                let answer = try await learner.report(session, "{\"interactions\":[\(acts.joined(separator: ","))]}")
                reported = try #require(answer.number("mastery.progress"))
                let firsts = try await world.column("SELECT first_correct FROM attempts ORDER BY number")
                let sums = firsts.indices.map { firsts[...$0].suffix(window).compactMap(Double.init).reduce(0, +) }
                let isAchieved = sums.contains { $0 >= Double(needed) }
                let progress = isAchieved ? 1 : max(0.001, (sums.last ?? 0) / Double(needed))
                #expect(abs(reported - progress) < 1e-9, "seed \(seed)")
                #expect(answer["complete"]?.bool == isAchieved, "seed \(seed)")
            }
            let tried = try #require(try await world.tries().first)
            let standing = try await world.column("SELECT sum(correct) FROM attempts").compactMap(Double.init)
            #expect([tried.correctSum] == standing, "seed \(seed)")
            #expect(tried.isComplete == (reported == 1), "seed \(seed)")
        }
    }
}
