import Model

/// A validated body of `POST contentsession` (logger rules S1–S8, S18).
struct StartRequest: Sendable {
    /// What the learner opens.
    struct Content: Sendable {
        let node: ExternalID
        let content: ExternalID
        let channel: ExternalID
        let kind: ContentKind
        /// What an exercise asks for; nil for plain content.
        let criterion: MasteryCriterion?
    }

    /// What the session is part of besides.
    enum Context: Sendable {
        case none
        case lesson(LessonID)
        case courseSession(ExternalID)
    }

    /// What is started.
    enum Target: Sendable {
        case content(Content, Context)
        case quiz(ExternalID)
        case unitTest(unit: ExternalID, courseSession: ExternalID, MasteryCriterion.UnitTest.Moment)
    }

    let target: Target
    let isRepeat: Bool
    let evaluator: Try.Evaluator

    /// Validates a body; reports everything that is wrong with it together.
    ///
    /// - Throws: ``LoggerRefusal`` `fields`.
    static func validate(_ body: JSONNode) throws(LoggerRefusal) -> StartRequest {
        var reader = BodyReader(body)
        let members = Members(&reader)
        // Rules about members together apply only to members that are right by themselves.
        try reader.refuseProblems()
        let target = try members.target(&reader)
        return StartRequest(target: target, isRepeat: members.isRepeat, evaluator: members.evaluator)
    }

    /// The members, each right by itself or absent.
    private struct Members {
        let node: ExternalID?
        let content: ExternalID?
        let channel: ExternalID?
        let kind: ContentKind?
        let lesson: LessonID?
        let quiz: ExternalID?
        let unit: ExternalID?
        let courseSession: ExternalID?
        let moment: MasteryCriterion.UnitTest.Moment?
        let criterion: MasteryCriterion?
        let isRepeat: Bool
        let evaluator: Try.Evaluator

        init(_ reader: inout BodyReader) {
            node = reader.id("node_id")
            content = reader.id("content_id")
            channel = reader.id("channel_id")
            kind = reader.choice("kind", ContentKind.self)
            lesson = reader.id("lesson_id")
            quiz = reader.id("quiz_id")
            unit = reader.id("unit_id")
            courseSession = reader.id("course_session_id")
            moment = reader.choice("test_type", MasteryCriterion.UnitTest.Moment.self)
            isRepeat = reader.bool("repeat") ?? false
            evaluator = reader.choice("evaluate", Try.Evaluator.self) ?? .client
            criterion = MasteryCriterion.read("mastery_model", &reader)
        }

        func target(_ reader: inout BodyReader) throws(LoggerRefusal) -> Target {
            if let unit { return try unitTest(unit, &reader) }
            if let quiz {
                guard node == nil, lesson == nil, courseSession == nil else {
                    throw whole("quiz_id must not be mixed with other context")
                }
                return .quiz(quiz)
            }
            guard let node else { throw whole("One of node_id or quiz_id is required") }
            return try content(at: node, &reader)
        }

        private func unitTest(_ unit: ExternalID, _ reader: inout BodyReader) throws(LoggerRefusal) -> Target {
            guard node == nil, quiz == nil else {
                throw whole("unit_id must not be combined with node_id or quiz_id")
            }
            if moment == nil { reader.add("test_type", .invalid, "test_type is required when unit_id is provided") }
            if courseSession == nil {
                let message = "course_session_id is required when unit_id is provided"
                reader.add("course_session_id", .invalid, message)
            }
            guard let moment, let courseSession else { throw .fields(reader.problems) }
            guard lesson == nil else { throw exclusive }
            return .unitTest(unit: unit, courseSession: courseSession, moment)
        }

        private func content(at node: ExternalID, _ reader: inout BodyReader) throws(LoggerRefusal) -> Target {
            if kind == nil { reader.add("kind", .invalid, "kind is required for any node_id") }
            if content == nil { reader.add("content_id", .invalid, "content_id is required for any node_id") }
            if channel == nil { reader.add("channel_id", .invalid, "channel_id is required for any node_id") }
            guard let kind, let content, let channel else { throw .fields(reader.problems) }
            guard lesson == nil || courseSession == nil else { throw exclusive }
            if (kind == .exercise) != (criterion != nil) {
                let message =
                    kind == .exercise
                    ? "mastery_model is required for exercises" : "mastery_model can only be specified for exercises"
                throw .fields([FieldProblem(field: "mastery_model", code: .invalid, message: message)])
            }
            try checkEvaluator()
            let context: Context =
                if let lesson { .lesson(lesson) } else if let courseSession {
                    .courseSession(courseSession)
                } else { .none }
            let opened = Content(node: node, content: content, channel: channel, kind: kind, criterion: criterion)
            return .content(opened, context)
        }

        /// We judge only what has a goal: without the number of questions there is none (rule M10).
        private func checkEvaluator() throws(LoggerRefusal) {
            guard evaluator == .server else { return }
            guard let criterion else { throw StartRequest.evaluation("Only assessments can be evaluated.") }
            guard criterion.goal != nil else { throw StartRequest.questionCountNeeded }
        }

        private var exclusive: LoggerRefusal {
            whole("The course_session_id and lesson_id are mutually exclusive identifiers")
        }

        private func whole(_ message: String) -> LoggerRefusal {
            .fields([FieldProblem(field: "non_field_errors", code: .invalid, message: message)])
        }
    }

    /// The refusal of an assessment whose number of questions we would have to know.
    static var questionCountNeeded: LoggerRefusal {
        evaluation("The number of questions is not known; give it as n of the mastery_model, or with the quiz.")
    }

    static func evaluation(_ message: String) -> LoggerRefusal {
        .fields([FieldProblem(field: "evaluate", code: .invalid, message: message)])
    }
}
