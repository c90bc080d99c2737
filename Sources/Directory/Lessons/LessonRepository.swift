public import Model
import Storage

/// Imports, publishes and finds lessons (contract §3, §4).
public struct LessonRepository: Sendable {
    let store: any Store
    private let clock: WallClock

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    // MARK: Import and publish

    /// Stores a file as the next version of a lesson, or as the first of a new one.
    ///
    /// Versions never change.
    ///
    /// - Parameters:
    ///   - bytes: the lesson file.
    ///   - organization: whose lesson it is.
    ///   - given: the lesson to add a version to; nil for the file's own id, or a new lesson where it has none.
    ///   - publish: whether learners take this version from now on.
    ///   - actor: who does it, for the audit trail.
    /// - Throws: ``LessonFileErrors``; `LecternError` `notFound` for the organization or lesson, `conflict` when the
    ///   file's id belongs to another organization, or is not the lesson's.
    /// - Returns: the lesson and its new version.
    public func importFile(
        _ bytes: [UInt8],
        organization: OrganizationID,
        lesson given: LessonID? = nil,
        publish: Bool,
        actor: String
    ) async throws -> ImportedLesson {
        let file = try LessonFile.parse(bytes, fallbackID: given ?? .random())
        if let given, let fileID = file.id, fileID != given {
            throw LecternError(.conflict, "The file is lesson \(fileID), not \(given)")
        }
        let id = file.lessonID
        let version = LessonVersionID.random()
        let now = clock.now()
        return try await store.write { connection in
            try Self.claim(id, file, mustExist: given != nil, organization, at: now, connection)
            let number =
                try connection.first(
                    "SELECT max(number) FROM lesson_versions WHERE lesson_id = ?1",
                    [.id(id)]
                ) { Int($0.integer(0)) + 1 } ?? 1
            try connection.execute(
                """
                INSERT INTO lesson_versions (id, lesson_id, number, title, tags, document, outline, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """,
                [
                    .id(version), .id(id), .integer(number), .text(file.title), .text(Lesson.stored(file.tags)),
                    .json(file.document), .json(file.outline.jsonText), .time(now),
                ]
            )
            try Self.audit(.lessonImported, id, organization, actor: actor, at: now, connection)
            if publish { try Self.publish(version, of: id, organization, actor: actor, at: now, connection) }
            return ImportedLesson(lesson: id, version: version, number: number, remarks: file.remarks)
        }
    }

    private static func claim(
        _ id: LessonID,
        _ file: LessonFile,
        mustExist: Bool,
        _ organization: OrganizationID,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let exists = try connection.first("SELECT 1 FROM organizations WHERE id = ?1", [.id(organization)]) { _ in true
        }
        guard exists != nil else { throw LecternError(.notFound, "There is no organization \(organization)") }
        let owner: OrganizationID? = try connection.first(
            "SELECT organization_id FROM lessons WHERE id = ?1",
            [.id(id)]
        ) { try $0.id(0) }
        switch owner {
        case organization:
            // Once something is published, lists go on showing that until another version is.
            try connection.execute(
                """
                UPDATE lessons SET title = ?2, tags = ?3, updated_at = ?4
                WHERE id = ?1 AND published_version_id IS NULL
                """,
                [.id(id), .text(file.title), .text(Lesson.stored(file.tags)), .time(now)]
            )
        case nil where !mustExist:
            try connection.execute(
                """
                INSERT INTO lessons (id, organization_id, title, tags, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                """,
                [.id(id), .id(organization), .text(file.title), .text(Lesson.stored(file.tags)), .time(now)]
            )
        // Another organization's lesson is as good as none (contract §2.5).
        case _ where mustExist: throw LecternError(.notFound, "There is no lesson \(id) in this organization")
        default: throw LecternError(.conflict, "The id \(id) of the file is taken")
        }
    }

    /// Makes a version the one that learners take; the newest for nil.
    ///
    /// - Throws: `LecternError` `notFound`.
    /// - Returns: the version published.
    public func publish(
        _ version: LessonVersionID?,
        of lesson: LessonID,
        organization: OrganizationID?,
        actor: String
    ) async throws -> LessonVersionID {
        let now = clock.now()
        return try await store.write { connection in
            let found: (LessonVersionID, OrganizationID)? = try connection.first(
                """
                SELECT version.id, lesson.organization_id FROM lesson_versions version
                JOIN lessons lesson ON lesson.id = version.lesson_id
                WHERE lesson.id = ?1 AND (?2 IS NULL OR version.id = ?2)
                    AND (?3 IS NULL OR lesson.organization_id = ?3)
                ORDER BY version.number DESC LIMIT 1
                """,
                [.id(lesson), .id(version), .id(organization)]
            ) { (try $0.id(0), try $0.id(1)) }
            guard let (chosen, owner) = found else {
                throw LecternError(.notFound, "There is no such lesson or version")
            }
            try Self.publish(chosen, of: lesson, owner, actor: actor, at: now, connection)
            return chosen
        }
    }

    private static func publish(
        _ version: LessonVersionID,
        of lesson: LessonID,
        _ organization: OrganizationID,
        actor: String,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE lesson_versions SET published_at = coalesce(published_at, ?2) WHERE id = ?1",
            [.id(version), .time(now)]
        )
        try connection.execute(
            """
            UPDATE lessons SET published_version_id = ?2, updated_at = ?3,
                title = (SELECT title FROM lesson_versions WHERE id = ?2),
                tags = (SELECT tags FROM lesson_versions WHERE id = ?2)
            WHERE id = ?1
            """,
            [.id(lesson), .id(version), .time(now)]
        )
        try audit(.lessonPublished, lesson, organization, actor: actor, at: now, connection)
    }

    private static func audit(
        _ action: AuditEntry.Action,
        _ lesson: LessonID,
        _ organization: OrganizationID,
        actor: String,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let entry = AuditEntry(
            at: now,
            organization: organization,
            actor: actor,
            action: action,
            subject: lesson.description
        )
        try AuditRepository.append(entry, to: connection)
    }

    // MARK: Find

    /// An organization's published lessons, latest update first, then by id (contract §3.1).
    ///
    /// - Parameters:
    ///   - organization: whose lessons.
    ///   - updatedSince: leaves out what was updated before.
    ///   - cursor: where the page starts; nil for the first.
    ///   - limit: at most this many.
    /// - Throws: `StorageError`.
    /// - Returns: one page.
    public func published(
        organization: OrganizationID,
        updatedSince: Timestamp?,
        after cursor: LessonCursor?,
        limit: Int
    ) async throws -> [Lesson] {
        try await store.read { connection in
            try connection.query(
                """
                SELECT \(Lesson.columns) FROM lessons
                WHERE organization_id = ?1 AND published_version_id IS NOT NULL
                    AND (?2 IS NULL OR updated_at >= ?2)
                    AND (?3 IS NULL OR updated_at < ?3 OR (updated_at = ?3 AND id > ?4))
                ORDER BY updated_at DESC, id LIMIT ?5
                """,
                [
                    .id(organization), .time(updatedSince), .time(cursor?.updatedAt), .id(cursor?.lesson),
                    .integer(limit),
                ],
                Lesson.read(from:)
            )
        }
    }

    /// All lessons of an organization, drafts included, latest update first.
    ///
    /// - Throws: `StorageError`.
    public func all(organization: OrganizationID) async throws -> [Lesson] {
        try await store.read { connection in
            try connection.query(
                "SELECT \(Lesson.columns) FROM lessons WHERE organization_id = ?1 ORDER BY updated_at DESC, id",
                [.id(organization)],
                Lesson.read(from:)
            )
        }
    }

    /// Which organization each of some lessons belongs to; unknown ones are absent.
    ///
    /// - Throws: `StorageError`.
    public func owners(of lessons: Set<LessonID>) async throws -> [LessonID: OrganizationID] {
        try await store.read { connection in
            var owners: [LessonID: OrganizationID] = [:]
            for lesson in lessons {
                owners[lesson] = try connection.first(
                    "SELECT organization_id FROM lessons WHERE id = ?1",
                    [.id(lesson)]
                ) { try $0.id(0) }
            }
            return owners
        }
    }

    /// The version of a lesson that a learner takes: the pinned one if it was ever published, else the published one.
    ///
    /// - Throws: `LecternError` `notFound` when the lesson or version is unknown, unpublished or another organization's.
    public func versionToTake(
        _ lesson: LessonID,
        pinned: LessonVersionID?,
        organization: OrganizationID
    ) async throws -> LessonVersionID {
        let body: @Sendable (any SQLConnection) throws -> LessonVersionID? = { connection in
            try connection.first(
                """
                SELECT version.id FROM lessons lesson
                JOIN lesson_versions version ON version.id = coalesce(?3, lesson.published_version_id)
                WHERE lesson.id = ?1 AND lesson.organization_id = ?2 AND version.lesson_id = lesson.id
                    AND version.published_at IS NOT NULL
                """,
                [.id(lesson), .id(organization), .id(pinned)]
            ) { try $0.id(0) }
        }
        let version = if let reads = store.immediate { try reads.read(body) } else { try await store.read(body) }
        guard let version else { throw LecternError.lessonNotFound }
        return version
    }

    /// The outline of a version, as stored; nil when there is none of an organization's.
    ///
    /// - Throws: `StorageError`.
    public func outline(_ version: LessonVersionID, organization: OrganizationID) async throws -> JSONText? {
        try await store.read { connection in
            try connection.first(
                """
                SELECT version.outline FROM lesson_versions version
                JOIN lessons lesson ON lesson.id = version.lesson_id
                WHERE version.id = ?1 AND lesson.organization_id = ?2
                """,
                [.id(version), .id(organization)]
            ) { $0.optionalJSON(0) } ?? nil
        }
    }
}
