import Model

/// A validated body of `POST contentsession` (logger rules S1–S8).
struct StartRequest: Sendable {
    /// What the learner opens.
    struct Content: Sendable {
        let node: ExternalID
        let content: ExternalID
        let channel: ExternalID
        let kind: ContentKind
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
    }

    let target: Target
    let isRepeat: Bool

    /// Validates a body; reports everything that is wrong with it together.
    ///
    /// - Throws: ``LoggerRefusal`` `fields`.
    static func validate(_ body: JSONNode) throws(LoggerRefusal) -> StartRequest {
        var reader = BodyReader(body)
        let node: ExternalID? = reader.id("node_id")
        let content: ExternalID? = reader.id("content_id")
        let channel: ExternalID? = reader.id("channel_id")
        let kind = reader.choice("kind", ContentKind.self)
        let lesson: LessonID? = reader.id("lesson_id")
        let quiz: ExternalID? = reader.id("quiz_id")
        let courseSession: ExternalID? = reader.id("course_session_id")
        let isRepeat = reader.bool("repeat") ?? false
        let masteryModel = reader.object("mastery_model")
        // Rules about members together apply only to members that are right by themselves.
        try reader.refuseProblems()

        if let quiz {
            guard node == nil, lesson == nil, courseSession == nil else {
                throw whole("quiz_id must not be mixed with other context")
            }
            return StartRequest(target: .quiz(quiz), isRepeat: isRepeat)
        }
        guard let node else { throw whole("One of node_id or quiz_id is required") }
        if kind == nil { reader.add("kind", .invalid, "kind is required for any node_id") }
        if content == nil { reader.add("content_id", .invalid, "content_id is required for any node_id") }
        if channel == nil { reader.add("channel_id", .invalid, "channel_id is required for any node_id") }
        guard let kind, let content, let channel else { throw .fields(reader.problems) }
        guard lesson == nil || courseSession == nil else {
            throw whole("The course_session_id and lesson_id are mutually exclusive identifiers")
        }
        guard kind != .exercise else {
            throw .fields([
                FieldProblem(field: "kind", code: .invalidChoice, message: "This release does not record exercises.")
            ])
        }
        guard masteryModel == nil else {
            let message = "mastery_model can only be specified for exercises"
            throw .fields([FieldProblem(field: "mastery_model", code: .invalid, message: message)])
        }
        let context: Context =
            if let lesson { .lesson(lesson) } else if let courseSession { .courseSession(courseSession) } else { .none }
        let opened = Content(node: node, content: content, channel: channel, kind: kind)
        return StartRequest(target: .content(opened, context), isRepeat: isRepeat)
    }

    private static func whole(_ message: String) -> LoggerRefusal {
        .fields([FieldProblem(field: "non_field_errors", code: .invalid, message: message)])
    }
}
