import Model

/// One answered question (logger rules I8–I14).
struct Attempt: Sendable, Equatable {
    let id: AttemptID
    let item: String
    /// Correctness of the last answer that stands, 0…1.
    var correct: Double
    /// Correctness of the first answer; 0 where a hint or an error came first (rule M10).
    let firstCorrect: Double
    var complete: Bool
    var hinted: Bool
    var error: Bool
    var answer: JSONText
    var simpleAnswer: String
    var timeSpent: Double
    let startedAt: Timestamp
    var endedAt: Timestamp
    var completedAt: Timestamp?

    /// The attempt that an interaction opens (rule I8).
    init(opening interaction: Interaction, id: AttemptID, at now: Timestamp) {
        self.id = id
        self.item = interaction.item
        self.correct = interaction.correct
        self.firstCorrect = interaction.hinted || interaction.error ? 0 : interaction.correct
        self.complete = interaction.complete
        self.hinted = interaction.hinted
        self.error = interaction.error
        self.answer = interaction.answer ?? JSONText(trusted: "{}")
        self.simpleAnswer = interaction.simpleAnswer ?? ""
        self.timeSpent = interaction.timeSpent
        self.startedAt = now.adding(seconds: -interaction.timeSpent)
        self.endedAt = now
        self.completedAt = interaction.complete ? now : nil
    }

    /// Takes a further interaction (rules I9–I13).
    mutating func take(_ interaction: Interaction, at now: Timestamp) {
        // The hint counts only while the standing answer is wrong, so look before replacing it (rule I10).
        if interaction.hinted, correct == 0 { hinted = true }
        if interaction.replace {
            correct = interaction.correct
            if let answer = interaction.answer { self.answer = answer }
            if let simple = interaction.simpleAnswer { simpleAnswer = simple }
        }
        if interaction.error { error = true }
        if interaction.complete, !complete {
            complete = true
            completedAt = now
        }
        timeSpent = interaction.timeSpent
        endedAt = now
    }

    /// What the history keeps of an interaction: what was sent, not what was kept (rule I13).
    static func historyEntry(_ interaction: Interaction) -> String {
        var json = JSONWriter(capacity: 128)
        json.object { json in
            json.name("type")
            if interaction.error { return json.string("error") }
            json.string(interaction.hinted ? "hint" : "answer")
            json.name("answer")
            json.json(interaction.answer)
            guard !interaction.hinted else { return }
            json.name("correct")
            json.number(interaction.correct)
        }
        return json.text
    }

    /// Writes the fields that starts and updates show (rule M5).
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("correct")
            json.number(correct)
            json.name("complete")
            json.bool(complete)
            json.name("hinted")
            json.bool(hinted)
            json.name("error")
            json.bool(error)
            json.name("item")
            json.string(item)
            json.name("answer")
            json.json(answer)
            json.name("time_spent")
            json.number(timeSpent)
        }
    }
}
