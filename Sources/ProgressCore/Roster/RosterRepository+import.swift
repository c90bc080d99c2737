public import Model
import Storage

extension RosterRepository {
    /// Stores a whole roster in one transaction; its courses, groups and assignments are new ones each time.
    ///
    /// Whether the lessons are the organization's is for the caller to find out, as with ``assign(_:organization:)``.
    ///
    /// - Parameters:
    ///   - roster: the file.
    ///   - learners: whom the roster's ``Roster/names`` stand for, in their order.
    ///   - organization: whose roster it is.
    /// - Throws: `LecternError` `notFound` when a learner is missing or another organization's; then nothing is stored.
    /// - Returns: what the file's own names became.
    public func importRoster(
        _ roster: Roster,
        learners: [LearnerID],
        organization: OrganizationID
    ) async throws -> RosterResult {
        let now = clock.now()
        return try await store.write { connection in
            let people = Dictionary(uniqueKeysWithValues: zip(roster.names.map(ExactText.init), learners))
            var rows = RosterRows(connection: connection, organization: organization, people: people, now: now)
            try rows.insert(roster)
            return rows.result
        }
    }
}

/// Writes a roster's rows within one transaction.
private struct RosterRows {
    let connection: any SQLConnection
    let organization: OrganizationID
    let people: [ExactText: LearnerID]
    let now: Timestamp
    private(set) var result = RosterResult()
    private var collections: (courses: [String: RosterCollection], groups: [String: RosterCollection]) = ([:], [:])

    init(
        connection: any SQLConnection,
        organization: OrganizationID,
        people: [ExactText: LearnerID],
        now: Timestamp
    ) {
        self.connection = connection
        self.organization = organization
        self.people = people
        self.now = now
    }

    mutating func insert(_ roster: Roster) throws {
        var roles: [ExactText: PersonRole] = [:]
        for person in roster.people { roles[ExactText(person.name)] = person.role }
        for name in roster.names {
            let learner = try learner(name)
            try RosterRepository.know(learner, named: name, as: roles[ExactText(name)], organization, connection)
            result.people.append((name, learner))
        }
        for course in roster.courses { try insert(course) }
        for assignment in roster.assignments { try insert(assignment) }
    }

    private func learner(_ name: String) throws -> LearnerID {
        guard let learner = people[ExactText(name)] else {
            throw LecternError(.notFound, "There is no learner \(name)")
        }
        return learner
    }

    private mutating func insert(_ given: Roster.Course) throws {
        let course = Course(id: .random(), name: given.name, createdAt: now)
        try RosterRepository.insert(course, organization, connection)
        try enroll(given.learners, as: .learner, in: .course(course.id), of: course.id)
        try enroll(given.coaches, as: .coach, in: .course(course.id), of: course.id)
        result.courses.append((given.key, course.id))
        collections.courses[given.key] = .course(course.id)
        for group in given.groups { try insert(group, in: course.id) }
    }

    private mutating func insert(_ given: Roster.Group, in course: CourseID) throws {
        let group = LearnerGroup(id: .random(), course: course, name: given.name, createdAt: now)
        try RosterRepository.insert(group, organization, connection)
        try enroll(given.learners, as: .learner, in: .group(group.id), of: course)
        result.groups.append((given.key, group.id))
        collections.groups[given.key] = .group(group.id)
    }

    private func enroll(
        _ names: [String],
        as role: CollectionRole,
        in collection: RosterCollection,
        of course: CourseID
    ) throws {
        for name in names {
            try RosterRepository.enroll(
                try learner(name),
                as: role,
                in: collection,
                of: course,
                organization,
                connection
            )
        }
    }

    private mutating func insert(_ given: Roster.Assignment) throws {
        // The file's own keys were checked when it was read.
        let targets =
            given.courses.compactMap { collections.courses[$0] } + given.groups.compactMap { collections.groups[$0] }
        let draft = AssignmentDraft(
            given.content,
            title: given.title,
            targets: targets,
            isActive: given.isActive,
            isArchived: given.isArchived
        )
        let assignment = try RosterRepository.insert(draft, organization, at: now, connection)
        let made = RosterResult.Assigned(id: assignment.subject, assignment: assignment.id)
        result.assignments.append((given.key, made))
    }
}
