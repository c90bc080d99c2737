public import Model
import Storage

extension RosterRepository {
    /// Puts a person into a course or group; nothing changes for one who is there already.
    ///
    /// The person becomes known, and who is put into a group becomes a learner of its course.
    ///
    /// - Throws: `LecternError` `invalid` for a coach of a group or a name that breaks its rule, `notFound` when the learner,
    ///   course or group is not the organization's.
    /// - Returns: the person as a member.
    public func add(
        _ learner: LearnerID,
        named name: String,
        to collection: RosterCollection,
        as role: CollectionRole,
        organization: OrganizationID
    ) async throws -> Member {
        try Self.check(learnerName: name)
        try Self.check(role, in: collection)
        try await store.write { connection in
            let course = try Self.course(of: collection, organization, connection)
            try Self.know(learner, named: name, organization, connection)
            try Self.enroll(learner, as: role, in: collection, of: course, organization, connection)
        }
        return Member(learner: learner, name: name, role: role)
    }

    /// Takes a person out of a course or group; a learner who leaves a course leaves its groups, too.
    ///
    /// - Throws: `LecternError` `invalid` for a coach of a group, `notFound` when the person has no such role there, or the
    ///   course or group is not the organization's.
    public func remove(
        _ learner: LearnerID,
        from collection: RosterCollection,
        as role: CollectionRole,
        organization: OrganizationID
    ) async throws {
        try Self.check(role, in: collection)
        try await store.write { connection in
            try Self.course(of: collection, organization, connection)
            // The rows of a course's groups name the course as well.
            let column =
                switch collection {
                case .course: "course_id"
                case .group: "collection_id"
                }
            let removed = try connection.execute(
                """
                DELETE FROM memberships
                WHERE \(column) = ?1 AND learner_id = ?2 AND role = ?3 AND organization_id = ?4
                """,
                [collection.stored, .id(learner), .text(role.rawValue), .id(organization)]
            )
            guard removed > 0 else { throw LecternError(.notFound, "This person is no \(role.name) of \(collection)") }
        }
    }

    /// Who is in a course or group: coaches first, then by name.
    ///
    /// - Throws: `LecternError` `notFound` when the organization has no such course or group.
    public func members(of collection: RosterCollection, organization: OrganizationID) async throws -> [Member] {
        try await store.read { connection in
            try Self.course(of: collection, organization, connection)
            return try connection.query(
                """
                SELECT people.learner_id, people.name, memberships.role FROM memberships
                JOIN people ON people.learner_id = memberships.learner_id
                WHERE memberships.collection_id = ?1 AND memberships.organization_id = ?2
                ORDER BY memberships.role, people.name, people.learner_id
                """,
                [collection.stored, .id(organization)],
                Member.read(from:)
            )
        }
    }

    private static func check(_ role: CollectionRole, in collection: RosterCollection) throws(LecternError) {
        guard case .group = collection, role == .coach else { return }
        throw .invalid("a coach is one of a course, not of a group")
    }

    /// Puts a person who is known into a course or group of the organization's.
    ///
    /// A membership that a platform made becomes the operator's: no platform takes it back.
    static func enroll(
        _ learner: LearnerID,
        as role: CollectionRole,
        in collection: RosterCollection,
        of course: CourseID,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws {
        for place in Set([collection, .course(course)]) {
            try connection.execute(
                """
                INSERT INTO memberships (collection_id, learner_id, role, organization_id, course_id)
                VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (collection_id, learner_id, role) DO UPDATE SET lti_at = 0 WHERE memberships.lti_at > 0
                """,
                [place.stored, .id(learner), .text(role.rawValue), .id(organization), .id(course)]
            )
        }
    }
}
