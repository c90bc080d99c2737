public import Model
import Storage

extension RosterRepository {
    /// Assigns something to courses and groups.
    ///
    /// Whether a lesson is the organization's is for the caller to find out: lessons lie in another store.
    ///
    /// - Throws: `LecternError` `invalid` without a target, or when the title breaks its rule, `notFound` when the
    ///   organization has no such course or group.
    public func assign(_ draft: AssignmentDraft, organization: OrganizationID) async throws -> Assignment {
        try Self.check(draft)
        let now = clock.now()
        return try await store.write { connection in
            for target in draft.targets { try Self.course(of: target, organization, connection) }
            return try Self.insert(draft, organization, at: now, connection)
        }
    }

    /// Opens, closes or archives an assignment; what is nil stays as it is.
    ///
    /// - Throws: `LecternError` `notFound` when the organization has no such assignment.
    public func change(
        _ id: AssignmentID,
        isActive: Bool? = nil,
        isArchived: Bool? = nil,
        organization: OrganizationID
    ) async throws -> Assignment {
        try await store.write { connection in
            try connection.execute(
                """
                UPDATE assignments SET active = coalesce(?3, active), archived = coalesce(?4, archived)
                WHERE id = ?1 AND organization_id = ?2
                """,
                [.id(id), .id(organization), Self.flag(isActive), Self.flag(isArchived)]
            )
            guard let changed = try Self.assignments(id, organization, connection).first else {
                throw LecternError(.notFound, "There is no assignment \(id) in this organization")
            }
            return changed
        }
    }

    /// An organization's assignments, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func assignments(organization: OrganizationID) async throws -> [Assignment] {
        try await store.read { try Self.assignments(nil, organization, $0) }
    }

    private static func assignments(
        _ id: AssignmentID?,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> [Assignment] {
        var targets: [AssignmentID: [RosterCollection]] = [:]
        let rows = try connection.query(
            """
            SELECT target.assignment_id, target.collection_id, learner_groups.id FROM assignment_targets target
            JOIN assignments ON assignments.id = target.assignment_id
            LEFT JOIN learner_groups ON learner_groups.id = target.collection_id
            WHERE assignments.organization_id = ?1 AND (?2 IS NULL OR assignments.id = ?2)
            ORDER BY target.assignment_id, learner_groups.id IS NOT NULL, target.collection_id
            """,
            [.id(organization), .id(id)],
            Self.target(from:)
        )
        for (assignment, target) in rows { targets[assignment, default: []].append(target) }
        return try connection.query(
            """
            SELECT \(Assignment.columns) FROM assignments
            WHERE organization_id = ?1 AND (?2 IS NULL OR id = ?2) ORDER BY created_at, id
            """,
            [.id(organization), .id(id)]
        ) { try Assignment.read(from: $0, targets: targets) }
    }

    private static func target(from row: any SQLRow) throws -> (AssignmentID, RosterCollection) {
        let collection: RosterCollection = try row.isNull(2) ? .course(row.id(1)) : .group(row.id(1))
        return (try row.id(0), collection)
    }

    private static func flag(_ value: Bool?) -> SQLValue {
        guard let value else { return .null }
        return .integer(value ? 1 : 0)
    }

    // MARK: Shared with imports

    static func check(_ draft: AssignmentDraft) throws(LecternError) {
        if let title = draft.title {
            try check(title, "title")
        } else if draft.content.kind != .lesson {
            throw .invalid("only a lesson can do without a title")
        }
        guard !draft.targets.isEmpty else { throw .invalid("an assignment needs a course or a group") }
    }

    /// Stores an assignment that was checked, with targets of the organization's.
    static func insert(
        _ draft: AssignmentDraft,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> Assignment {
        let assignment = Assignment(
            id: .random(),
            content: draft.content,
            title: draft.title,
            isActive: draft.isActive,
            isArchived: draft.isArchived,
            // Courses first, each by id, as they are read.
            targets: Set(draft.targets).sorted { $0.description < $1.description },
            createdAt: now
        )
        try connection.execute(
            """
            INSERT INTO assignments
                (id, kind, subject_id, organization_id, title, question_count, active, archived, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                .id(assignment.id), .text(assignment.content.kind.rawValue), .id(assignment.subject), .id(organization),
                .text(assignment.title ?? ""), .integer(assignment.content.questions), flag(assignment.isActive),
                flag(assignment.isArchived), .time(now),
            ]
        )
        for target in assignment.targets {
            try connection.execute(
                "INSERT INTO assignment_targets (assignment_id, collection_id) VALUES (?1, ?2)",
                [.id(assignment.id), target.stored]
            )
        }
        return assignment
    }
}
