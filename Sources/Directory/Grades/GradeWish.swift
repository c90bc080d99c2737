import Model
import Storage

/// The wish to send a grade: a counter that grows with each, so that one that comes while another is served is not lost.
enum GradeWish {
    /// When a row of `grades` is due after one more wish, as SQL.
    ///
    /// A leased row is due when its lease ends. What is due already keeps its place. After a failure its pause holds, or a
    /// learner who goes on would call a broken platform all the time. Scores of one user are a second apart (LTI rule G5).
    static func dueAt(now: String) -> String {
        """
        CASE WHEN grades.is_dead = 1 THEN NULL
            WHEN grades.leased_until > \(now) OR grades.due_at <= \(now) THEN grades.due_at
            WHEN grades.attempts > 0 AND grades.due_at IS NOT NULL THEN grades.due_at
            ELSE \(soonest(now: now)) END
        """
    }

    /// When the next score of a row can be sent, as SQL.
    static func soonest(now: String, after last: String = "grades.last_timestamp") -> String {
        "CASE WHEN \(last) + \(spacing) > \(now) THEN \(last) + \(spacing) ELSE \(now) END"
    }

    /// A second, in microseconds.
    private static let spacing = 1_000_000

    /// What makes a row due again that a person or a new line item gives another chance, as SQL.
    ///
    /// A leased row stays with whoever has it, and is due when it comes back.
    static func anew(now: String) -> String {
        """
        is_dead = 0, attempts = 0, wanted = grades.wanted + 1, updated_at = \(now),
            due_at = CASE WHEN grades.leased_until > \(now) THEN grades.due_at ELSE \(soonest(now: now)) END
        """
    }

    private static let repetition = """
        UPDATE grades SET \(anew(now: "?2")), last_sent = NULL, is_fully_graded = 0
        WHERE link_id = ?1 AND (is_dead = 1 OR last_sent IS NOT NULL)
        """
    private static let revival = "UPDATE grades SET \(anew(now: "?2")) WHERE link_id = ?1 AND is_dead = 1"

    /// Sends all grades of a link once more, and the dead ones again, since its line item is another now and has none of
    /// them.
    static func repeatAll(link: String, at now: Timestamp, _ connection: any SQLConnection) throws {
        try connection.execute(repetition, [.text(link), .time(now)])
    }

    /// Gives the dead grades of a link another chance, since the platform lets us do more now.
    static func revive(link: String, at now: Timestamp, _ connection: any SQLConnection) throws {
        try connection.execute(revival, [.text(link), .time(now)])
    }
}
