import Directory
import Model

/// What a teacher sees of a lesson in a course: who is where.
struct TeacherView: Sendable {
    /// How far a learner is, as teachers are told.
    enum Standing: String, Sendable, CaseIterable {
        case completed
        case inProgress = "in_progress"
        case opened
        case notOpened = "not_opened"

        init(_ status: ProgressStatus?) {
            self =
                switch status {
                case .completed: .completed
                case .inProgress: .inProgress
                case .notStarted: .opened
                case nil: .notOpened
                }
        }

        var label: String {
            switch self {
            case .completed: "Completed"
            case .inProgress: "In progress"
            case .opened: "Opened"
            case .notOpened: "Not opened"
            }
        }
    }

    /// How far the course's learners are; nil where the platform does not say which course it is.
    let progress: CourseProgress?
    /// Where the course's members come from; nil where the platform does not say who they are.
    let roster: RosterSource?

    private var learners: [CourseLearner] { progress?.learners ?? [] }

    /// How many learners stand where, in the order of ``Standing``.
    private var counts: [(standing: Standing, count: Int)] {
        var counts: [Standing: Int] = [:]
        for learner in learners { counts[Standing(learner.status), default: 0] += 1 }
        return Standing.allCases.map { ($0, counts[$0] ?? 0) }
    }

    /// Whether a learner has left the course, as far as the platform's list tells.
    private func hasLeft(_ learner: CourseLearner) -> Bool {
        roster?.syncedAt != nil && !learner.isMember
    }

    // MARK: Page

    /// The values of the template, but for those of the lesson and the session.
    var values: [String: any Sendable] {
        var values: [String: any Sendable] = [
            "counts": counts.map { ["key": $0.standing.rawValue, "label": $0.standing.label, "count": $0.count] }
                as [[String: any Sendable]],
            "learners": learners.map(row), "hasLearners": !learners.isEmpty, "total": learners.count,
            "isCut": progress?.isCut ?? false, "hasCourse": progress != nil, "hasRoster": roster != nil,
        ]
        values["syncedAt"] = roster?.syncedAt?.description
        return values
    }

    private func row(_ learner: CourseLearner) -> [String: any Sendable] {
        let standing = Standing(learner.status)
        return [
            "name": learner.name, "hasLeft": hasLeft(learner), "standing": standing.rawValue, "label": standing.label,
            "score": Self.text(learner.score), "lastActivityAt": learner.lastActivityAt?.description ?? "",
            "isActive": learner.lastActivityAt != nil,
        ]
    }

    private static func text(_ score: Double?) -> String {
        guard let score else { return "–" }
        var json = JSONWriter()
        json.number(score)
        return json.text
    }

    // MARK: JSON

    /// What the page's script asks for.
    ///
    /// - Parameter preview: where the lesson can be looked at, for a page that has been open for long.
    /// - Returns: an object with `learners`, `counts` by ``Standing``, `isCut`, `rosterSyncedAt`, and `preview` if given.
    func json(preview: String?) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + 160 * learners.count)
        json.object { json in
            json.name("learners")
            json.array { json in
                for learner in learners { write(learner, to: &json) }
            }
            json.name("isCut")
            json.bool(progress?.isCut ?? false)
            json.name("counts")
            json.object { json in
                for (standing, count) in counts {
                    json.name(standing.rawValue)
                    json.integer(count)
                }
            }
            json.name("rosterSyncedAt")
            json.time(roster?.syncedAt)
            if let preview {
                json.name("preview")
                json.string(preview)
            }
        }
        return json.bytes
    }

    private func write(_ learner: CourseLearner, to json: inout JSONWriter) {
        json.object { json in
            json.name("name")
            json.string(learner.name)
            json.name("hasLeft")
            json.bool(hasLeft(learner))
            json.name("status")
            json.string(Standing(learner.status).rawValue)
            json.name("score")
            json.number(learner.score)
            json.name("lastActivityAt")
            json.time(learner.lastActivityAt)
        }
    }
}
