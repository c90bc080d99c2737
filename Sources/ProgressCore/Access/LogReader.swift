import Model
import Storage

/// Whose logs a caller may read (logger rule P1; design §4 maps the words).
struct LogReader {
    /// How far a caller sees.
    private enum Reach {
        /// Nothing: a guest.
        case none
        /// Everything: the operator.
        case all
        /// The organization's: its own token, and its admins and coaches.
        case organization(OrganizationID)
        /// Their own, in the course that they came through, and those of the members of courses that they coach.
        case person(LearnerID, courseKey: String, coaches: Bool)
    }

    private let reach: Reach
    private let principal: Principal

    init(_ principal: Principal, _ connection: any SQLConnection) throws {
        self.principal = principal
        reach = try Self.reach(of: principal, connection)
    }

    private static func reach(of principal: Principal, _ connection: any SQLConnection) throws -> Reach {
        switch principal.role {
        case .guest: return .none
        case .superuser: return .all
        case .admin: return .organization(principal.organization)
        case .learner, .coach:
            guard let person = principal.person else { return .none }
            let role = try connection.first(
                "SELECT role FROM people WHERE learner_id = ?1 AND organization_id = ?2",
                [.id(person.learner), .id(principal.organization)]
            ) { $0.text(0) }
            if let role, !role.isEmpty { return .organization(principal.organization) }
            let coached = try connection.first(
                """
                SELECT 1 FROM memberships WHERE learner_id = ?1 AND role = 'coach' AND organization_id = ?2 LIMIT 1
                """,
                [.id(person.learner), .id(principal.organization)]
            ) { $0.integer(0) }
            let courseKey = person.course?.description ?? ""
            return .person(person.learner, courseKey: courseKey, coaches: coached != nil)
        }
    }

    /// The learner whose logs are all that the caller may read; nil for who may read others' as well, or nobody's.
    var onlyLearner: LearnerID? {
        if case .person(let learner, _, coaches: false) = reach { learner } else { nil }
    }

    /// Whether a user's id means anything: unknown ones are refused, known ones that may not be read give nothing (rule L1).
    func knows(_ learner: LearnerID, _ connection: any SQLConnection) throws -> Bool {
        if learner == principal.person?.learner { return true }
        return try Person.isKnown(learner, connection)
    }

    /// Adds what the caller may read to a condition on rows of a log with `learner_id`, `course_id` and `organization_id`.
    ///
    /// - Parameters:
    ///   - condition: what is asked for.
    ///   - log: the table's name.
    ///   - isNarrow: whether the condition names one learner or try already, so that no engine should look through the
    ///     whole organization instead.
    func restrict(_ condition: inout LogCondition, to log: String, isNarrow: Bool) {
        switch reach {
        case .none: condition.add("1 = 0")
        case .all: break
        // An expression is nothing that an index of organizations could serve.
        case .organization(let id) where isNarrow: condition.add("\(log).organization_id || '' = ?", .id(id))
        case .organization(let id): condition.add("\(log).organization_id = ?", .id(id))
        case .person(let learner, let courseKey, false):
            condition.add("\(log).learner_id = ? AND \(log).course_id = ?", .id(learner), .text(courseKey))
        case .person(let learner, let courseKey, true):
            // What a learner did in another course is that course's coach's business (design §4).
            condition.add(
                """
                (\(log).learner_id = ? AND \(log).course_id = ?) OR EXISTS (
                    SELECT 1 FROM memberships coach
                        JOIN memberships member ON member.course_id = coach.course_id AND member.role = 'learner'
                    WHERE coach.learner_id = ? AND coach.role = 'coach' AND member.learner_id = \(log).learner_id
                        AND \(log).organization_id = coach.organization_id
                        AND (\(log).course_id = '' OR \(log).course_id = coach.course_id))
                """,
                .id(learner),
                .text(courseKey),
                .id(learner)
            )
        }
    }
}

extension LogQuery {
    /// Adds the filters by organization, course and group (rule L7).
    mutating func filterMembers(_ condition: inout LogCondition, of log: String) {
        let facility: OrganizationID? = id("facility")
        let classroom: CourseID? = id("classroom")
        let group: GroupID? = id("learner_group")
        if let facility { condition.add("\(log).organization_id = ?", .id(facility)) }
        // By existence, so that who is in a class and in a group of it counts once (rule L5).
        let member = "SELECT 1 FROM memberships WHERE learner_id = \(log).learner_id AND role = 'learner'"
        if let classroom { condition.add("EXISTS (\(member) AND course_id = ?)", .id(classroom)) }
        if let group { condition.add("EXISTS (\(member) AND collection_id = ?)", .id(group)) }
    }
}
