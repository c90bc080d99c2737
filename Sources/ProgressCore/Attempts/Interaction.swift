import Model

/// One thing the learner did on a question (logger rules I1–I3).
struct Interaction: Sendable {
    /// In bytes.
    static let textLimit = 8_192
    /// In bytes of JSON text.
    static let answerLimit = 64 * 1_024

    let id: AttemptID?
    let item: String
    let correct: Double
    let timeSpent: Double
    let answer: JSONText?
    let simpleAnswer: String?
    let complete: Bool
    let hinted: Bool
    let error: Bool
    let replace: Bool

    /// Reads one element of `interactions`; nil with its problems on record.
    static func read(from node: JSONNode, problems: inout BodyReader) -> Interaction? {
        guard node.isObject else {
            problems.add("interactions.non_field_errors", .invalid, "Invalid data. Expected a dictionary.")
            return nil
        }
        var reader = BodyReader(node, prefix: "interactions.")
        let id: AttemptID? = reader.id("id")
        let item = reader.text("item", limit: textLimit, mayBeBlank: false)
        let correct = reader.number("correct", in: 0...1)
        let time = reader.number("time_spent", in: 0...UpdateRequest.longestTime)
        let answer = reader.object("answer")
        if let answer, answer.text.count > answerLimit {
            reader.add("answer", .maximumLength, "Ensure this field has no more than \(answerLimit) bytes.")
        }
        let simple = reader.text("simple_answer", limit: textLimit, mayBeBlank: true)
        let complete = reader.bool("complete") ?? false
        let hinted = reader.bool("hinted") ?? false
        let error = reader.bool("error") ?? false
        let replace = reader.bool("replace") ?? false
        for name in ["item", "correct", "time_spent"] where !reader.has(name) {
            reader.add(name, .required, "This field is required.")
        }
        if reader.problems.isEmpty, answer == nil, !error {
            reader.add("non_field_errors", .invalid, "Must provide an answer if not an error")
        }
        problems.add(contentsOf: reader.problems)
        guard reader.problems.isEmpty, let item, let correct, let time else { return nil }
        return Interaction(
            id: id,
            item: item,
            correct: correct,
            timeSpent: time,
            answer: answer.map(JSONText.init),
            simpleAnswer: simple,
            complete: complete,
            hinted: hinted,
            error: error,
            replace: replace
        )
    }
}
