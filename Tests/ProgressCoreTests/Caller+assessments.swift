import Model
import Testing

extension TestContent {
    /// An exercise, to be started with a mastery model.
    static var exercise: TestContent { TestContent(kind: "exercise") }
}

extension String {
    /// One thing that a learner does on a question, as an element of `interactions`; `extra` adds members.
    static func act(_ item: String, _ correct: Double = 1, seconds: Double = 1, _ extra: String = "") -> String {
        #"{"item":"\#(item)","correct":\#(correct),"time_spent":\#(seconds),"answer":{"v":\#(correct)}\#(extra)}"#
    }

    /// A mastery model without numbers.
    static func model(_ type: String) -> String { #"{"type":"\#(type)"}"# }

    /// The mastery model `m_of_n`.
    static func model(_ m: Int, of n: Int) -> String { #"{"type":"m_of_n","m":\#(m),"n":\#(n)}"# }
}

extension Caller {
    /// Starts an exercise or practice quiz.
    func exercise(
        _ content: TestContent,
        _ model: String = .model("do_all"),
        _ extra: String = ""
    ) async throws -> Answer {
        try await start(content, ",\"mastery_model\":\(model)\(extra)")
    }

    /// Starts a coach's quiz.
    func quiz(_ id: ExternalID, _ extra: String = "") async throws -> Answer {
        try await startAnswer("{\"quiz_id\":\"\(id)\"\(extra)}")
    }

    /// Starts a unit's test before or after it.
    func unitTest(
        _ unit: ExternalID,
        _ moment: String,
        in courseSession: ExternalID,
        _ extra: String = ""
    ) async throws -> Answer {
        try await startAnswer(
            #"{"unit_id":"\#(unit)","course_session_id":"\#(courseSession)","test_type":"\#(moment)"\#(extra)}"#
        )
    }
}

extension Answer {
    /// The id of the session that a start opened.
    var session: String {
        get throws {
            try #require(status == 200, "\(text)")
            return try #require(string("session_id"))
        }
    }

    var level: Int? { self["context.mastery_level"]?.integer }

    /// The items of the window, in order.
    var shown: [String] { (self["pastattempts"]?.elements ?? []).compactMap { $0["item"]?.string } }
}
