import Model
import Storage

extension RosterRepository {
    /// So many members are compared on the caller's thread; more have a thread of their own.
    private static let shortList = 20

    /// Takes over what a platform says of the members of a course; writes nothing where the store says the same.
    ///
    /// - Throws: `LecternError` `notFound` when the course or a learner is another organization's; then nothing is stored.
    func put(_ members: CourseMembers, organization: OrganizationID) async throws {
        let enrolment = Enrolment(members, organization: organization, now: clock.now())
        let isKnown: @Sendable (any SQLConnection) throws -> Bool = { try enrolment.steps($0).isEmpty }
        let isShort = members.members.count <= Self.shortList
        guard try await isShort ? !store.readSoon(isKnown) : !store.read(isKnown) else { return }
        try await store.write { connection in
            // Asked again: another launch may have come in between.
            for step in try enrolment.steps(connection) { try enrolment.take(step, connection) }
        }
    }

    /// Takes out whom a platform has not named since a sync began, of those who are members because it said so.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many people left.
    func finishSync(of course: CourseID, begun start: Timestamp, organization: OrganizationID) async throws -> Int {
        let parameters: [SQLValue] = [.id(course), .id(organization), .time(start)]
        let count: @Sendable (any SQLConnection) throws -> Int = { connection in
            Int(
                try connection.first(
                    "SELECT count(DISTINCT learner_id) FROM memberships \(Self.unnamed)",
                    parameters
                ) { $0.integer(0) } ?? 0
            )
        }
        guard try await store.read(count) > 0 else { return 0 }
        return try await store.write { connection in
            let leaving = try count(connection)
            try connection.execute("DELETE FROM memberships \(Self.unnamed)", parameters)
            // Who is no learner of the course any more is in none of its groups.
            try connection.execute(
                """
                DELETE FROM memberships
                WHERE course_id = ?1 AND collection_id <> ?1 AND organization_id = ?2 AND lti_at > 0 AND NOT EXISTS (
                    SELECT 1 FROM memberships member WHERE member.collection_id = ?1
                        AND member.learner_id = memberships.learner_id AND member.role = 'learner')
                """,
                [.id(course), .id(organization)]
            )
            return leaving
        }
    }

    private static let unnamed = "WHERE collection_id = ?1 AND organization_id = ?2 AND lti_at > 0 AND lti_at < ?3"
}
