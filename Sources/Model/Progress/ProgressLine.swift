/// One record as a read of either endpoint shows it, taken back in: for bulk loads (contract §7.1, §7.2).
public struct ProgressLine: Sendable {
    /// The record; its learner, course and key's organization are the loader's to fill in.
    public let lesson: LessonID
    /// Whose it is.
    public let subject: ProgressSubject
    /// The course's id in an LTI record; nil for embeds, and where the line leaves it to Lectern.
    public let course: CourseID?
    private let fill: @Sendable (inout LessonProgress) -> Void

    private static let common: Set<String> = [
        "lessonId", "status", "score", "maxScore", "currentSectionIndex", "currentStepIndex", "progressData",
        "variableState", "startedAt", "completedAt", "lastActivityAt",
    ]
    private static let embedOnly: Set<String> = ["learnerId", "totalSteps", "items", "userAttributes"]
    private static let ltiOnly: Set<String> = ["ltiUserId", "platformId", "contextId", "courseId"]

    /// Reads a line.
    ///
    /// - Throws: `LecternError` `invalid` that names the member which breaks its rule.
    public init(_ text: [UInt8]) throws(LecternError) {
        let node: JSONNode
        do {
            node = try JSONParser.parse(text)
        } catch {
            throw .invalid("not JSON: \(error.description)")
        }
        guard let members = node.members else { throw .invalid("not a JSON object") }
        let isLTI = node["ltiUserId"] != nil
        let known = Self.common.union(isLTI ? Self.ltiOnly : Self.embedOnly)
        for (name, _) in members where !known.contains(name) { throw .invalid("\(name) is no member of a record") }
        let reader = LineReader(node: node)
        guard let lesson = reader.text("lessonId").flatMap({ LessonID($0) }) else {
            throw .invalid("lessonId must be a UUID")
        }
        self.lesson = lesson
        if isLTI {
            subject = .lti(
                platform: try reader.name("platformId"),
                user: try reader.name("ltiUserId"),
                context: try reader.optionalName("contextId")
            )
            course = try reader.course()
        } else {
            subject = .embed(learner: try reader.name("learnerId"))
            course = nil
        }
        fill = try reader.record(isLTI: isLTI)
    }

    /// The record for a learner of an organization.
    public func record(
        organization: OrganizationID,
        person: Principal.Person,
        at now: Timestamp
    ) -> LessonProgress {
        let key = ProgressKey(organization: organization, lesson: lesson, subject: subject)
        var record = LessonProgress(key: key, learner: person.learner, course: person.course, at: now)
        fill(&record)
        return record
    }
}

/// Reads members with the rules of the contract.
private struct LineReader {
    let node: JSONNode

    func text(_ name: String) -> String? {
        guard case .string(let text, nil) = node[name]?.kind else { return nil }
        return text
    }

    func name(_ name: String) throws(LecternError) -> String {
        guard let text = text(name), text.isPlainText(1...255) else {
            throw .invalid("\(name) must have 1 to 255 characters and no control characters")
        }
        return text
    }

    func optionalName(_ name: String) throws(LecternError) -> String? {
        isUnset(name) ? nil : try self.name(name)
    }

    func course() throws(LecternError) -> CourseID? {
        guard !isUnset("courseId") else { return nil }
        guard let course = text("courseId").flatMap({ CourseID($0) }) else { throw .invalid("courseId must be a UUID") }
        return course
    }

    private func isUnset(_ name: String) -> Bool { node[name]?.isNull ?? true }

    func record(isLTI: Bool) throws(LecternError) -> @Sendable (inout LessonProgress) -> Void {
        guard let status = text("status").flatMap(ProgressStatus.init(rawValue:)) else {
            throw .invalid("status must be not_started, in_progress or completed")
        }
        let score = try number("score")
        let maxScore = try number("maxScore")
        guard (score == nil) == (maxScore == nil) else { throw .invalid("score and maxScore must be set together") }
        if let score, let maxScore, score > maxScore { throw .invalid("score must not be above maxScore") }
        if isLTI, let maxScore, maxScore != 100 { throw .invalid("maxScore must be 100") }
        let section = try index("currentSectionIndex") ?? 0
        let step = try index("currentStepIndex") ?? 0
        let totalSteps = try index("totalSteps")
        let progressData = try json("progressData", "an object") { $0.isObject }
        let variableState = try json("variableState", "an object") { $0.isObject }
        let items = try json("items", "an array") { $0.elements != nil }
        let userAttributes = try json("userAttributes", "an object") { $0.isObject }
        let startedAt = try time("startedAt")
        let completedAt = try time("completedAt")
        guard let lastActivityAt = try time("lastActivityAt") else { throw .invalid("lastActivityAt must be set") }
        return { record in
            record.status = status
            record.score = score
            record.maxScore = maxScore
            record.currentSectionIndex = section
            record.currentStepIndex = step
            record.totalSteps = totalSteps
            record.progressData = progressData
            record.variableState = variableState
            record.items = items
            record.userAttributes = userAttributes
            record.startedAt = startedAt
            record.completedAt = completedAt
            record.lastActivityAt = lastActivityAt
        }
    }

    private func number(_ name: String) throws(LecternError) -> Double? {
        guard !isUnset(name) else { return nil }
        guard let number = node[name]?.number, number.isFinite, number >= 0, number <= 1e9 else {
            throw .invalid("\(name) must be a number from 0 to 1000000000, or null")
        }
        return number
    }

    private func index(_ name: String) throws(LecternError) -> Int? {
        guard !isUnset(name) else { return nil }
        guard let value = node[name]?.integer, (0...100_000).contains(value) else {
            throw .invalid("\(name) must be a whole number from 0 to 100000")
        }
        return value
    }

    private func time(_ name: String) throws(LecternError) -> Timestamp? {
        guard !isUnset(name) else { return nil }
        guard let time = text(name).flatMap({ Timestamp($0) }) else {
            throw .invalid("\(name) must be an ISO 8601 time")
        }
        return time
    }

    private func json(
        _ name: String,
        _ kind: String,
        _ isRight: (JSONNode) -> Bool
    ) throws(LecternError) -> JSONText? {
        guard let value = node[name], !value.isNull else { return nil }
        guard isRight(value) else { throw .invalid("\(name) must be \(kind) or null") }
        return JSONText(value)
    }
}
