public import Model
import Storage

/// Reads lesson progress, and loads it in bulk.
public struct LessonProgressRepository: Sendable {
    private let store: any Store

    init(store: any Store) {
        self.store = store
    }

    // MARK: Read

    /// The record of an embed learner, or nil.
    static func embed(
        _ lesson: LessonID,
        learner: String,
        organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> LessonProgress? {
        try connection.first(
            """
            SELECT \(LessonProgressRow.columns) FROM lesson_progress
            WHERE lesson_id = ?1 AND platform_id = '' AND learner_key = ?2 AND context_id = ''
                AND organization_id = ?3
            """,
            [.id(lesson), .text(learner), .id(organization)],
            LessonProgressRow.progress(from:)
        ).map { try whole($0, connection) }
    }

    /// A record with its items, where they are derived.
    static func whole(_ progress: LessonProgress, _ connection: any SQLConnection) throws -> LessonProgress {
        guard progress.items == .derivedItems else { return progress }
        let items = ItemResultRepository(
            connection: connection,
            lesson: progress.key.lesson,
            learner: progress.learner,
            courseKey: progress.course?.description ?? ""
        )
        var progress = progress
        progress.items = try items.results().jsonText
        return progress
    }

    /// The record of an LTI user; with no context given the one with the latest activity (contract §7.2).
    static func lti(
        _ lesson: LessonID,
        platform: String,
        user: String,
        context: String?,
        organization: OrganizationID,
        _ connection: any SQLConnection
    ) throws -> LessonProgress? {
        try connection.first(
            """
            SELECT \(LessonProgressRow.columns) FROM lesson_progress
            WHERE lesson_id = ?1 AND platform_id = ?2 AND learner_key = ?3 AND (?4 IS NULL OR context_id = ?4)
                AND organization_id = ?5
            ORDER BY last_activity_at DESC, context_id LIMIT 1
            """,
            [.id(lesson), .text(platform), .text(user), .text(context), .id(organization)],
            LessonProgressRow.progress(from:)
        ).map { try whole($0, connection) }
    }

    /// The record that a session's update changes, or nil.
    static func record(_ key: ProgressKey, _ connection: any SQLConnection) throws -> LessonRecord? {
        let stored = StoredSubject(key.subject)
        return try connection.first(
            """
            SELECT \(LessonProgressRow.columns) FROM lesson_progress
            WHERE lesson_id = ?1 AND platform_id = ?2 AND learner_key = ?3 AND context_id = ?4
                AND organization_id = ?5
            """,
            [
                .id(key.lesson), .text(stored.platform), .text(stored.learner), .text(stored.context),
                .id(key.organization),
            ],
            LessonProgressRow.record(from:)
        )
    }

    /// The revision of a record, or nil without one.
    private static func revision(of key: ProgressKey, _ connection: any SQLConnection) throws -> Int64? {
        let stored = StoredSubject(key.subject)
        return try connection.first(
            """
            SELECT revision FROM lesson_progress
            WHERE lesson_id = ?1 AND platform_id = ?2 AND learner_key = ?3 AND context_id = ?4
                AND organization_id = ?5
            """,
            [
                .id(key.lesson), .text(stored.platform), .text(stored.learner), .text(stored.context),
                .id(key.organization),
            ]
        ) { $0.integer(0) }
    }

    /// Those of some keys that have no record.
    ///
    /// - Throws: `StorageError`.
    public func missing(among keys: [ProgressKey]) async throws -> Set<ProgressKey> {
        try await store.read { connection in
            Set(try keys.filter { try Self.record($0, connection) == nil })
        }
    }

    // MARK: Write

    /// Stores a record and tells the feed what happened to it.
    static func save(
        _ record: LessonRecord,
        insteadOf old: LessonRecord?,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        var record = record
        record.progress.changedAt = now
        try LessonProgressRow.save(record, replacing: old?.progress.revision, connection)
        let change: ChangeFeed.Change =
            switch (old?.progress.status, record.progress.status) {
            case (nil, _): .created
            case (.notStarted, .completed), (.inProgress, .completed): .completed
            case (.notStarted, .inProgress): .started
            default: .updated
            }
        try ChangeFeed.append(change, to: record.progress.key, at: now, connection)
    }

    /// Loads records in one transaction; one that exists is replaced whole.
    ///
    /// What a loaded record says counts as said by a player: nothing of it is derived again.
    /// - Throws: `LecternError` `conflict` when a record's lesson belongs to another organization; then none is stored.
    public func load(_ records: [LessonProgress], at now: Timestamp) async throws {
        try await store.write { connection in
            for progress in records {
                var loaded = progress
                loaded.changedAt = now
                let said: LessonState.Members = [.position, .totalSteps, .score, .items]
                let record = LessonRecord(progress: loaded, explicit: said)
                let revision = try Self.revision(of: loaded.key, connection)
                try LessonProgressRow.save(record, replacing: revision, connection)
                if revision != nil { try LessonProgressRow.assign(loaded, connection) }
            }
            let lessons = Dictionary(grouping: records, by: \.key.lesson)
            for (lesson, loaded) in lessons {
                guard let first = loaded.first else { continue }
                try ChangeFeed.appendImport(
                    of: lesson,
                    organization: first.key.organization,
                    at: now,
                    connection
                )
            }
        }
    }
}
