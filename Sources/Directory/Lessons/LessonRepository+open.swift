public import Model
import Storage

extension LessonRepository {
    /// The version of a lesson that a token opens: the pinned one, else the published one.
    ///
    /// - Parameters:
    ///   - lesson: the lesson.
    ///   - pinned: the version that the token names; nil for the published one.
    ///   - organization: whose lesson it must be.
    ///   - drafts: whether a version that was never published can be opened, for previews.
    /// - Throws: `LecternError` `notFound` when the lesson or version is unknown, not to be opened or another
    ///   organization's.
    /// - Returns: the version, and what changes about the lesson.
    public func open(
        _ lesson: LessonID,
        pinned: LessonVersionID?,
        organization: OrganizationID,
        drafts: Bool
    ) async throws -> LessonOpening {
        let found = try await store.readSoon { connection in
            try connection.first(
                """
                SELECT version.id, lesson.published_version_id, lesson.created_at, lesson.updated_at
                FROM lessons lesson
                JOIN lesson_versions version ON version.id = coalesce(?3, lesson.published_version_id)
                WHERE lesson.id = ?1 AND lesson.organization_id = ?2 AND version.lesson_id = lesson.id
                    AND (?4 <> 0 OR version.published_at IS NOT NULL)
                """,
                [.id(lesson), .id(organization), .id(pinned), .integer(drafts ? 1 : 0)]
            ) { row in
                let version: LessonVersionID = try row.id(0)
                return LessonOpening(
                    version: version,
                    isPublished: try row.optionalID(1) == version,
                    createdAt: row.time(2),
                    updatedAt: row.time(3)
                )
            }
        }
        guard let found else { throw LecternError.lessonNotFound }
        return found
    }

    /// The document of a version, as ``LessonFile/document`` stored it; nil when there is no such version.
    ///
    /// - Throws: `StorageError`.
    public func document(of version: LessonVersionID) async throws -> JSONText? {
        try await store.read { connection in
            try connection.first("SELECT document FROM lesson_versions WHERE id = ?1", [.id(version)]) {
                $0.optionalJSON(0)
            } ?? nil
        }
    }

    /// The newest version of a lesson, published or not, or the given one.
    ///
    /// - Throws: `LecternError` `notFound` when there is no such version of that organization's lesson.
    public func version(
        _ version: LessonVersionID?,
        of lesson: LessonID,
        organization: OrganizationID
    ) async throws -> LessonVersionID {
        let found: LessonVersionID? = try await store.read { connection in
            try connection.first(
                """
                SELECT version.id FROM lesson_versions version
                JOIN lessons lesson ON lesson.id = version.lesson_id
                WHERE lesson.id = ?1 AND lesson.organization_id = ?2 AND (?3 IS NULL OR version.id = ?3)
                ORDER BY version.number DESC LIMIT 1
                """,
                [.id(lesson), .id(organization), .id(version)]
            ) { try $0.id(0) }
        }
        guard let found else {
            throw LecternError(.notFound, "There is no such lesson or version in this organization")
        }
        return found
    }
}
