public import Model
import Storage

/// Which learner stands for which embed learner id or LTI user, and which course for which context (design §4).
public struct IdentityRepository: Sendable {
    let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// The person a subject stands for, created on first sight.
    ///
    /// - Throws: `LecternError` `notFound` when the platform is another organization's; `StorageError`.
    public func person(_ subject: ProgressSubject, organization: OrganizationID) async throws -> Principal.Person {
        if let known = try immediatePerson(subject, organization: organization) { return known }
        return try await people([subject], organization: organization)[0]
    }

    /// The people that subjects stand for, in their order, created on first sight, in one transaction.
    ///
    /// - Throws: `LecternError` `notFound` when a platform is another organization's; `StorageError`.
    public func people(
        _ subjects: [ProgressSubject],
        organization: OrganizationID
    ) async throws -> [Principal.Person] {
        let now = clock.now()
        return try await store.write { connection in
            try subjects.map { try Self.findOrCreate($0, organization, at: now, connection) }
        }
    }

    /// The person a subject stands for; nil for one that was never seen.
    ///
    /// - Throws: `StorageError`.
    public func known(_ subject: ProgressSubject, organization: OrganizationID) async throws -> Principal.Person? {
        try await store.read { try Self.find(subject, organization, $0) }
    }

    /// How many learners one query asks for.
    private static let pieceLength = 100
    /// Tenants are compared by the reader: with the organization in the condition, SQLite goes through all its learners.
    private static let uncountedOnes = """
        SELECT id, organization_id FROM learners
        WHERE id IN (\((1...pieceLength).map { "?\($0)" }.joined(separator: ", "))) AND is_uncounted = 1
        """

    /// Those of an organization's learners who are in no list of a course's learners: previews of a platform and visitors
    /// without a name (LTI rules V18, S2).
    ///
    /// - Throws: `StorageError`.
    public func uncounted(among learners: [LearnerID], organization: OrganizationID) async throws -> Set<LearnerID> {
        try await store.read { connection in
            var uncounted: Set<LearnerID> = []
            for start in stride(from: 0, to: learners.count, by: Self.pieceLength) {
                let piece = learners[start...].prefix(Self.pieceLength).map { SQLValue.id($0) }
                // NULL is in no list; one text of the query is prepared once.
                let rest = [SQLValue](repeating: .null, count: Self.pieceLength - piece.count)
                let found: [(learner: LearnerID, organization: OrganizationID)] = try connection.query(
                    Self.uncountedOnes,
                    piece + rest
                ) { (try $0.id(0), try $0.id(1)) }
                for one in found where one.organization == organization { uncounted.insert(one.learner) }
            }
            return uncounted
        }
    }

    private func immediatePerson(
        _ subject: ProgressSubject,
        organization: OrganizationID
    ) throws -> Principal.Person? {
        guard let reads = store.immediate else { return nil }
        return try reads.read { try Self.find(subject, organization, $0) }
    }

    private static func find(
        _ subject: ProgressSubject,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> Principal.Person? {
        let (platform, external) = subject.learnerKey
        let learner = try findLearner(platform: platform, name: external, organization, connection)
        guard let learner else { return nil }
        guard case .lti(let platform, _, let context) = subject else {
            return Principal.Person(learner: learner, subject: subject, course: nil)
        }
        let course = try findCourse(platform: platform, context: context ?? "", organization, connection)
        guard let course else { return nil }
        return Principal.Person(learner: learner, subject: subject, course: course)
    }

    private static func findOrCreate(
        _ subject: ProgressSubject,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> Principal.Person {
        if case .lti(let platform, _, let context) = subject {
            try createPlatform(platform, organization, at: now, connection)
            try create(course: .random(), platform: platform, context: context ?? "", organization, at: now, connection)
        }
        let (platform, external) = subject.learnerKey
        let created = try createLearner(platform: platform, name: external, organization, at: now, connection)
        // A new embed learner, the usual case of a bulk load, needs no second look.
        if let created, case .embed = subject {
            return Principal.Person(learner: created, subject: subject, course: nil)
        }
        guard let person = try find(subject, organization, connection) else {
            throw StorageError.corrupt("a learner was created and is not there")
        }
        return person
    }

    private static func createPlatform(
        _ platform: String,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO platforms (id, organization_id, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING
            """,
            [.text(platform), .id(organization), .time(now)]
        )
        let owner: OrganizationID? = try connection.first(
            "SELECT organization_id FROM platforms WHERE id = ?1",
            [.text(platform)]
        ) { try $0.id(0) }
        guard owner == organization else {
            throw LecternError(.notFound, "There is no platform \(platform) in this organization")
        }
    }

    /// Takes a course's id from another system; a context that has another id already keeps it.
    ///
    /// - Throws: `LecternError` `conflict` when the context or the id is taken otherwise; `StorageError`.
    public func adopt(
        course: CourseID,
        platform: String,
        context: String?,
        organization: OrganizationID
    ) async throws {
        let now = clock.now()
        try await store.write { connection in
            try Self.createPlatform(platform, organization, at: now, connection)
            do {
                try Self.create(
                    course: course,
                    platform: platform,
                    context: context ?? "",
                    organization,
                    at: now,
                    connection
                )
            } catch StorageError.constraint {
                throw LecternError(.conflict, "courseId \(course) belongs to another context")
            }
            let standing = try Self.findCourse(platform: platform, context: context ?? "", organization, connection)
            guard standing == course else {
                throw LecternError(.conflict, "this context has another courseId already")
            }
        }
    }
}

extension ProgressSubject {
    /// The realm and name a learner is one row of: (organization, embed learner id) or (platform, LTI user).
    fileprivate var learnerKey: (platform: String, external: String) {
        switch self {
        case .embed(let learner): ("", learner)
        case .lti(let platform, let user, _): (platform, user)
        }
    }
}
