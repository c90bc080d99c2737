import Model
import Storage

extension GradeRepository {
    private static let ofLease = "WHERE id = ?1 AND lease_owner = ?2 AND leased_until = ?3"
    private static let release = "lease_owner = NULL, leased_until = NULL, updated_at = ?4"
    private static let isWantedAgain = "grades.wanted > ?5"

    private static let sent = """
        UPDATE grades SET \(release), attempts = 0, is_dead = 0, last_status = NULL, last_error = NULL,
            \(acceptance("?6", "?7", "?8")),
            due_at = CASE WHEN \(isWantedAgain) THEN \(GradeWish.soonest(now: "?4", after: "?6")) END
        \(ofLease)
        """
    private static let nothing = """
        UPDATE grades SET \(release), attempts = 0, last_status = NULL, last_error = NULL,
            due_at = CASE WHEN \(isWantedAgain) THEN \(GradeWish.soonest(now: "?4")) END
        \(ofLease)
        """
    private static let later = """
        UPDATE grades SET \(release),
            due_at = CASE WHEN \(isWantedAgain) THEN \(GradeWish.soonest(now: "?4")) ELSE ?6 END
        \(ofLease)
        """
    // The pause holds for new wishes as well.
    private static let retry = """
        UPDATE grades SET \(release), attempts = attempts + 1, last_error = ?6, last_status = ?7, due_at = ?5,
            last_timestamp = \(latest("?8"))
        \(ofLease)
        """
    private static let dead = """
        UPDATE grades SET \(release), attempts = attempts + 1, last_error = ?5, last_status = ?6, is_dead = 1,
            due_at = NULL
        \(ofLease)
        """

    /// What a platform accepted from a sender whose lease was over: whoever has it now must send later times.
    private static let sentLate = "UPDATE grades SET \(acceptance("?2", "?3", "?4")) WHERE id = ?1"
    private static let retryLate = "UPDATE grades SET last_timestamp = \(latest("?2")) WHERE id = ?1"

    private static func latest(_ timestamp: String) -> String {
        """
        CASE WHEN grades.last_timestamp IS NULL OR grades.last_timestamp < \(timestamp) THEN \(timestamp)
            ELSE grades.last_timestamp END
        """
    }

    private static func acceptance(_ timestamp: String, _ text: String, _ isFull: String) -> String {
        """
        last_timestamp = \(latest(timestamp)),
            last_sent = CASE WHEN grades.last_timestamp IS NULL OR grades.last_timestamp < \(timestamp) THEN \(text)
                ELSE grades.last_sent END,
            is_fully_graded = CASE WHEN \(isFull) = 1 THEN 1 ELSE grades.is_fully_graded END
        """
    }

    /// Notes what became of a leased grade, and gives the lease back.
    ///
    /// A wish that came meanwhile keeps it due, a second after the last score at the earliest. When the lease was over and
    /// someone else took the grade, only what the platform may have is noted.
    ///
    /// - Throws: `StorageError`.
    public func finish(_ task: GradeTask, _ outcome: GradeOutcome) async throws {
        let now = clock.now()
        try await store.write { connection in
            let lease: [SQLValue] = [.text(task.id), .text(task.owner), .time(task.leasedUntil), .time(now)]
            let wanted = SQLValue.integer(task.wanted)
            let isOwn: Int
            switch outcome {
            case .sent(let timestamp, let text, let isFull):
                let accepted: [SQLValue] = [.time(timestamp), .text(text), .integer(isFull ? 1 : 0)]
                isOwn = try connection.execute(Self.sent, lease + [wanted] + accepted)
                if isOwn == 0 { try connection.execute(Self.sentLate, [.text(task.id)] + accepted) }
            case .nothingToSend:
                isOwn = try connection.execute(Self.nothing, lease + [wanted])
            case .later(let at):
                isOwn = try connection.execute(Self.later, lease + [wanted, .time(at)])
            case .retry(let at, let reason, let status, let timestamp):
                let values: [SQLValue] = [.time(at), .text(reason), .integer(status), .time(timestamp)]
                isOwn = try connection.execute(Self.retry, lease + values)
                if isOwn == 0, let timestamp {
                    try connection.execute(Self.retryLate, [.text(task.id), .time(timestamp)])
                }
            case .dead(let reason, let status):
                isOwn = try connection.execute(Self.dead, lease + [.text(reason), .integer(status)])
            }
            try Self.note(outcome, of: task, at: now, connection)
        }
    }

    /// Writes the attempt, where there was one.
    private static func note(
        _ outcome: GradeOutcome,
        of task: GradeTask,
        at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let attempt: DeliveryAttempt
        switch outcome {
        case .nothingToSend, .later: return
        case .sent(_, let text, _): attempt = DeliveryAttempt(at: now, outcome: .sent, status: nil, reason: text)
        case .retry(_, let reason, let status, _):
            attempt = DeliveryAttempt(at: now, outcome: .retry, status: status, reason: reason)
        case .dead(let reason, let status):
            attempt = DeliveryAttempt(at: now, outcome: .dead, status: status, reason: reason)
        }
        try connection.execute(
            "INSERT INTO delivery_attempts (delivery_id, at, outcome, status, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
            [
                .text(task.id), .time(attempt.at), .text(attempt.outcome.rawValue), .integer(attempt.status),
                .text(attempt.reason),
            ]
        )
    }
}
