import Model

/// What a player says of a lesson's state in `extra_fields.lesson` (design §5, rule 3): members present overwrite.
struct LessonState: Sendable {
    /// The members, as bits of the record's memory of what a player has ever sent.
    struct Members: OptionSet, Sendable {
        let rawValue: Int
        static let position = Members(rawValue: 1)
        static let totalSteps = Members(rawValue: 2)
        static let score = Members(rawValue: 4)
        static let items = Members(rawValue: 8)
    }

    /// In bytes of JSON text, for each of the verbatim members.
    static let verbatimLimit = 512 * 1_024
    /// More sections, steps or points than any lesson has.
    static let indexLimit = 100_000.0
    static let pointsLimit = 1_000_000_000.0

    var currentSectionIndex: Int?
    var currentStepIndex: Int?
    /// Present members hold a value that may be null.
    var totalSteps: Int??
    var score: Double??
    var maxScore: Double??
    var progressData: JSONText??
    var variableState: JSONText??
    var items: JSONText??
    var status: ProgressStatus?

    /// Reads the `lesson` member of `extra_fields`; nil when there is none, or with its problems on record.
    static func read(from extraFields: JSONNode, problems: inout BodyReader) -> LessonState? {
        guard let node = extraFields["lesson"] else { return nil }
        guard node.isObject else {
            problems.add("extra_fields.lesson", .notAnObject, "Expected a dictionary of items.")
            return nil
        }
        var reader = BodyReader(node, prefix: "extra_fields.lesson.")
        var state = LessonState()
        state.currentSectionIndex = reader.index("currentSectionIndex")
        state.currentStepIndex = reader.index("currentStepIndex")
        state.totalSteps = reader.nullable("totalSteps", node) { $0.index("totalSteps") }
        state.score = reader.nullable("score", node) { $0.number("score", in: 0...pointsLimit) }
        state.maxScore = reader.nullable("maxScore", node) { $0.number("maxScore", in: 0...pointsLimit) }
        state.progressData = reader.nullable("progressData", node) { $0.verbatim("progressData", node) { $0.isObject } }
        state.variableState = reader.nullable("variableState", node) {
            $0.verbatim("variableState", node, areVariables)
        }
        state.items = reader.nullable("items", node) { $0.verbatim("items", node) { $0.elements != nil } }
        state.status = reader.choice("status", ProgressStatus.self)
        problems.add(contentsOf: reader.problems)
        return state
    }

    /// Variables map names to strings, numbers or booleans (contract §7.1).
    private static func areVariables(_ node: JSONNode) -> Bool {
        guard let members = node.members else { return false }
        return members.allSatisfy { _, value in
            switch value.kind {
            case .string, .bool: true
            case .number(let number): number.isFinite
            case .null, .array, .object: false
            }
        }
    }

    /// Which members are present, of those that are derived while no player sends them.
    var members: Members {
        var members: Members = []
        if currentSectionIndex != nil || currentStepIndex != nil { members.insert(.position) }
        if totalSteps != nil { members.insert(.totalSteps) }
        if score != nil || maxScore != nil { members.insert(.score) }
        if items != nil { members.insert(.items) }
        return members
    }
}

extension BodyReader {
    fileprivate mutating func index(_ name: String) -> Int? {
        guard let value = number(name, in: 0...LessonState.indexLimit) else { return nil }
        guard value.rounded() == value else {
            add(name, .invalid, "A valid integer is required.")
            return nil
        }
        return Int(value)
    }

    /// A member whose null is a value; the outer nil says that it is absent or wrong.
    fileprivate mutating func nullable<Value>(
        _ name: String,
        _ object: JSONNode,
        _ read: (inout BodyReader) -> Value?
    ) -> Value?? {
        guard let node = object[name] else { return .none }
        if node.isNull { return .some(nil) }
        guard let value = read(&self) else { return .none }
        return .some(value)
    }

    fileprivate mutating func verbatim(
        _ name: String,
        _ object: JSONNode,
        _ isRight: (JSONNode) -> Bool
    ) -> JSONText? {
        guard let node = object[name] else { return nil }
        guard isRight(node) else {
            add(name, .invalid, "This field has the wrong type.")
            return nil
        }
        guard node.text.count <= LessonState.verbatimLimit else {
            add(name, .maximumLength, "Ensure this field has no more than \(LessonState.verbatimLimit) bytes.")
            return nil
        }
        return JSONText(node)
    }
}
