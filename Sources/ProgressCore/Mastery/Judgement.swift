import Model

/// What the answers of a try amount to under its criterion, kept up to date with each of them (logger rule M10).
///
/// Only the first answer to a question counts: a corrected answer, a hint taken first and an error do not score. For quizzes
/// the standing answers count, and mastery is that all questions are answered.
struct Judgement: Sendable, Equatable {
    /// Whether the criterion has ever been met.
    private(set) var isAchieved = false
    /// How many questions were answered.
    private(set) var answered = 0
    /// The correctness of the newest first answers, oldest first, as many as the criterion looks at.
    private(set) var window: [Double] = []

    /// Takes the first answer to a question, 0…1.
    mutating func take(firstAnswer correct: Double, under criterion: MasteryCriterion) {
        answered += 1
        guard let goal = criterion.goal else { return }
        guard !criterion.isQuiz else {
            if answered >= goal.window { isAchieved = true }
            return
        }
        window.append(correct)
        if window.count > goal.window { window.removeFirst(window.count - goal.window) }
        // Sums of thirds and tenths come out a trifle low.
        if sum + 1e-9 >= Double(goal.needed) { isAchieved = true }
    }

    /// The sum of the window.
    private var sum: Double { window.reduce(0, +) }

    /// How far the try is, 0…1: 0 before the first answer, then at least 0.001, and 1 for ever once it is achieved; a quiz
    /// that is not whole yet at most 0.99.
    func progress(under criterion: MasteryCriterion) -> Double {
        guard !isAchieved else { return 1 }
        guard answered > 0 else { return 0 }
        guard let goal = criterion.goal else { return 0.001 }
        guard !criterion.isQuiz else {
            return min(0.99, max(0.001, Double(answered) / Double(goal.window)))
        }
        return min(1, max(0.001, sum / Double(goal.needed)))
    }

    /// Writes the `mastery` member of answers.
    ///
    /// - Parameters:
    ///   - criterion: the try's.
    ///   - correctSum: the correctness of the try's attempts as they stand, added up.
    ///   - json: where to.
    func write(under criterion: MasteryCriterion, correctSum: Double, to json: inout JSONWriter) {
        json.object { json in
            json.name("achieved")
            json.bool(isAchieved)
            json.name("progress")
            json.number(progress(under: criterion))
            json.name("correct")
            json.number(criterion.isQuiz || criterion.goal == nil ? correctSum : sum)
            json.name("needed")
            json.integer(criterion.goal?.needed)
            json.name("window")
            json.integer(criterion.goal?.window)
        }
    }
}

// MARK: - Storage

extension Judgement {
    /// `achieved answered value value …`, as a try keeps it.
    var storedText: String {
        var text = "\(isAchieved ? 1 : 0) \(answered)"
        for value in window { text += " \(value == value.rounded() ? "\(Int(value))" : "\(value)")" }
        return text
    }

    /// Reads what ``storedText`` wrote; nil for anything else.
    init?(storedText: String) {
        let parts = storedText.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
        guard parts.count >= 2, let achieved = Int(parts[0]), let answered = Int(parts[1]) else { return nil }
        self.init()
        isAchieved = achieved != 0
        self.answered = answered
        window = parts.dropFirst(2).compactMap { Double($0) }
        guard window.count == parts.count - 2 else { return nil }
    }
}
