import Model

/// The scored results of a lesson's items, derived from attempts (design §5, rule 4).
struct ItemResults: Sendable, Equatable {
    /// One item's result.
    struct Item: Sendable, Equatable {
        let id: String
        /// Correctness of the first answer, 0…1.
        var correct: Double
        /// What a right first answer is worth.
        var maxScore: Double
        /// How many attempts there were.
        var attempts: Int
        /// Seconds over all of them.
        var timeSpent: Double
        /// Whether a hint was taken.
        var hinted: Bool

        var score: Double { correct * maxScore }
    }

    /// In the order in which they were first answered.
    let items: [Item]

    /// The public `items` array.
    var jsonText: JSONText {
        var json = JSONWriter()
        json.array { json in
            for item in items {
                json.object { json in
                    json.name("id")
                    json.string(item.id)
                    json.name("correct")
                    json.number(item.correct)
                    json.name("score")
                    json.number(item.score)
                    json.name("maxScore")
                    json.number(item.maxScore)
                    json.name("attempts")
                    json.integer(item.attempts)
                    json.name("timeSpent")
                    json.number(item.timeSpent)
                    json.name("hinted")
                    json.bool(item.hinted)
                }
            }
        }
        return JSONText(trusted: json.text)
    }
}

extension JSONText {
    /// Stands in a stored record for items that are derived: their list is made when the record is read.
    static let derivedItems = JSONText(trusted: "")
}
