import Model
import Storage

/// What a platform says of the members of a course, held against what is stored (design §3).
///
/// Memberships that a platform made carry the time at which it said so; those without are an operator's and stay.
struct Enrolment: Sendable {
    /// One thing in which the store differs.
    enum Step {
        case create(name: String)
        case rename(String)
        case createGroup(GroupID, name: String)
        case know(LearnerID, name: String)
        case join(LearnerID, CollectionRole, RosterCollection)
        /// The platform still says so; a sync must not take the person out.
        case confirm(LearnerID, CollectionRole)
        /// Leaves the course and its groups.
        case leave(LearnerID, CollectionRole)
        case leaveGroup(LearnerID, GroupID)
    }

    let course: CourseID
    let syncStart: Timestamp?
    let organization: OrganizationID
    let now: Timestamp
    private let name: String
    private let members: [CourseMember]

    init(_ said: CourseMembers, organization: OrganizationID, now: Timestamp) {
        course = said.course
        name = said.name
        // Of two entries for one learner the last counts.
        var seen: Set<LearnerID> = []
        members = said.members.reversed().filter { seen.insert($0.learner).inserted }.reversed()
        syncStart = said.syncStart
        self.organization = organization
        self.now = now
    }

    /// In what the store differs, in an order in which it can be mended.
    ///
    /// - Throws: `LecternError` `notFound` when the course or a learner is another organization's.
    func steps(_ connection: any SQLConnection) throws -> [Step] {
        var steps = try courseStep(connection).map { [$0] } ?? []
        var groups = try knownGroups(connection)
        for member in members {
            try addPerson(member, to: &steps, connection)
            let places = try places(of: member.learner, connection)
            addRole(member, places, to: &steps)
            addGroups(member, places, &groups, to: &steps)
        }
        return steps
    }

    private func courseStep(_ connection: any SQLConnection) throws -> Step? {
        let known = try connection.first("SELECT organization_id, name FROM courses WHERE id = ?1", [.id(course)]) {
            (organization: try $0.id(0) as OrganizationID, name: $0.text(1))
        }
        guard let known else { return .create(name: name.isEmpty ? course.description : name) }
        guard known.organization == organization else {
            throw LecternError(.notFound, "There is no course \(course) in this organization")
        }
        return name.isEmpty || name == known.name ? nil : .rename(name)
    }

    /// The groups of the course by name, the oldest where several have the same; none where none is asked for.
    private func knownGroups(_ connection: any SQLConnection) throws -> [ExactText: GroupID] {
        guard members.contains(where: { $0.role == .learner && $0.groups?.isEmpty == false }) else { return [:] }
        let groups = try connection.query(
            "SELECT id, name FROM learner_groups WHERE course_id = ?1 AND organization_id = ?2 ORDER BY created_at, id",
            [.id(course), .id(organization)]
        ) { (ExactText($0.text(1)), try $0.id(0) as GroupID) }
        return Dictionary(groups) { oldest, _ in oldest }
    }

    private func addPerson(_ member: CourseMember, to steps: inout [Step], _ connection: any SQLConnection) throws {
        // Nothing is kept of people who are only said to be gone.
        guard member.role != .none else { return }
        let known = try connection.first(
            "SELECT organization_id, name FROM people WHERE learner_id = ?1",
            [.id(member.learner)]
        ) { (organization: try $0.id(0) as OrganizationID, name: $0.text(1)) }
        guard let known else {
            let name = member.name.isEmpty ? member.learner.description : member.name
            return steps.append(.know(member.learner, name: name))
        }
        guard known.organization == organization else {
            throw LecternError(.notFound, "There is no learner \(member.learner) in this organization")
        }
        if !member.name.isEmpty, member.name != known.name { steps.append(.know(member.learner, name: member.name)) }
    }

    // With the roles named, the index of learners serves it whole.
    static let placesQuery = """
        SELECT collection_id, role, lti_at FROM memberships
        WHERE learner_id = ?1 AND role IN ('learner', 'coach') AND course_id = ?2 AND organization_id = ?3
        """

    /// Where a person is in the course, and since when because the platform says so; nil for an operator's memberships.
    private typealias Place = (collection: RosterCollection, role: CollectionRole, saidAt: Timestamp?)

    private func places(of learner: LearnerID, _ connection: any SQLConnection) throws -> [Place] {
        try connection.query(Self.placesQuery, [.id(learner), .id(course), .id(organization)]) { row in
            let collection: CourseID = try row.id(0)
            let group = GroupID(high: collection.high, low: collection.low)
            let saidAt = row.time(2)
            return Place(
                collection: collection == course ? .course(course) : .group(group),
                role: row.text(1) == CollectionRole.coach.rawValue ? .coach : .learner,
                saidAt: saidAt.microseconds > 0 ? saidAt : nil
            )
        }
    }

    private func addRole(_ member: CourseMember, _ places: [Place], to steps: inout [Step]) {
        let role = member.role.stored
        for other in CollectionRole.allCases where other != role {
            guard places.contains(where: { $0.role == other && $0.saidAt != nil }) else { continue }
            steps.append(.leave(member.learner, other))
        }
        guard let role else { return }
        guard let present = places.first(where: { $0.collection == .course(course) && $0.role == role }) else {
            return steps.append(.join(member.learner, role, .course(course)))
        }
        if let saidAt = present.saidAt, let syncStart, saidAt < syncStart {
            steps.append(.confirm(member.learner, role))
        }
    }

    private func addGroups(
        _ member: CourseMember,
        _ places: [Place],
        _ known: inout [ExactText: GroupID],
        to steps: inout [Step]
    ) {
        guard member.role == .learner, let names = member.groups else { return }
        var groups: Set<GroupID> = []
        for name in names {
            let group = known[ExactText(name)] ?? .random()
            if known.updateValue(group, forKey: ExactText(name)) == nil {
                steps.append(.createGroup(group, name: name))
            }
            guard groups.insert(group).inserted else { continue }
            if !places.contains(where: { $0.collection == .group(group) }) {
                steps.append(.join(member.learner, .learner, .group(group)))
            }
        }
        for case (.group(let group), _, .some) in places where !groups.contains(group) {
            steps.append(.leaveGroup(member.learner, group))
        }
    }
}

extension CourseMember.Role {
    /// The role in the store; nil for who is no member.
    fileprivate var stored: CollectionRole? {
        switch self {
        case .learner: .learner
        case .coach: .coach
        case .none: nil
        }
    }
}
