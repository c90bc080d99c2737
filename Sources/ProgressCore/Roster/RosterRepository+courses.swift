public import Model
import Storage

extension RosterRepository {
    // MARK: Courses

    /// Creates a course.
    ///
    /// - Throws: `LecternError` `invalid` when the name is empty, over 200 characters or has control characters.
    public func createCourse(named name: String, organization: OrganizationID) async throws -> Course {
        try Self.check(name)
        let course = Course(id: .random(), name: name, createdAt: clock.now())
        try await store.write { try Self.insert(course, organization, $0) }
        return course
    }

    /// An organization's courses, oldest first.
    ///
    /// - Throws: `StorageError`.
    public func courses(organization: OrganizationID) async throws -> [Course] {
        try await store.read { connection in
            try connection.query(
                "SELECT \(Course.columns) FROM courses WHERE organization_id = ?1 ORDER BY created_at, id",
                [.id(organization)],
                Course.read(from:)
            )
        }
    }

    /// Finds a course.
    ///
    /// - Throws: `LecternError` `notFound` when the organization has none of that id.
    public func course(_ id: CourseID, organization: OrganizationID) async throws -> Course {
        try await store.read { try Self.find(id, organization, $0) }
    }

    static func insert(_ course: Course, _ organization: OrganizationID, _ connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO courses (id, organization_id, name, created_at) VALUES (?1, ?2, ?3, ?4)",
            [.id(course.id), .id(organization), .text(course.name), .time(course.createdAt)]
        )
    }

    @discardableResult
    private static func find(
        _ id: CourseID,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> Course {
        let found = try connection.first(
            "SELECT \(Course.columns) FROM courses WHERE id = ?1 AND organization_id = ?2",
            [.id(id), .id(organization)],
            Course.read(from:)
        )
        guard let found else { throw LecternError(.notFound, "There is no course \(id) in this organization") }
        return found
    }

    // MARK: Groups

    /// Creates a group in a course.
    ///
    /// - Throws: `LecternError` `invalid` when the name is empty, over 200 characters or has control characters, `notFound`
    ///   when the organization has no such course.
    public func createGroup(
        named name: String,
        in course: CourseID,
        organization: OrganizationID
    ) async throws -> LearnerGroup {
        try Self.check(name)
        let group = LearnerGroup(id: .random(), course: course, name: name, createdAt: clock.now())
        try await store.write { connection in
            try Self.find(course, organization, connection)
            try Self.insert(group, organization, connection)
        }
        return group
    }

    /// The groups of a course, or of all courses for nil; oldest first.
    ///
    /// - Throws: `LecternError` `notFound` when the organization has no such course.
    public func groups(of course: CourseID?, organization: OrganizationID) async throws -> [LearnerGroup] {
        try await store.read { connection in
            if let course { try Self.find(course, organization, connection) }
            return try connection.query(
                """
                SELECT \(LearnerGroup.columns) FROM learner_groups
                WHERE organization_id = ?1 AND (?2 IS NULL OR course_id = ?2) ORDER BY created_at, id
                """,
                [.id(organization), .id(course)],
                LearnerGroup.read(from:)
            )
        }
    }

    static func insert(_ group: LearnerGroup, _ organization: OrganizationID, _ connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO learner_groups (id, organization_id, course_id, name, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            [.id(group.id), .id(organization), .id(group.course), .text(group.name), .time(group.createdAt)]
        )
    }

    // MARK: Either

    /// The course that a course or group belongs to.
    ///
    /// - Throws: `LecternError` `notFound` when the organization has no such course or group.
    @discardableResult
    static func course(
        of collection: RosterCollection,
        _ organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> CourseID {
        switch collection {
        case .course(let id): return try find(id, organization, connection).id
        case .group(let id):
            let course: CourseID? = try connection.first(
                "SELECT course_id FROM learner_groups WHERE id = ?1 AND organization_id = ?2",
                [.id(id), .id(organization)]
            ) { try $0.id(0) }
            guard let course else { throw LecternError(.notFound, "There is no group \(id) in this organization") }
            return course
        }
    }
}
