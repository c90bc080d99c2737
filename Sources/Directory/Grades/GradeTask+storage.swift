import Model
import Storage

extension ResourceLinkRecord {
    /// The columns of `resource_links link` that ``read(from:at:)`` expects, in order.
    static let columns = """
        link.id, link.organization_id, link.platform_id, link.deployment_id, link.link_id, link.title, link.lesson_id,
        link.course_id, link.context_key, link.line_item, link.line_items, link.scopes
        """

    /// Reads ``columns``, the first of which is the row's column `start`.
    static func read(from row: any SQLRow, at start: Int = 0) throws -> ResourceLinkRecord {
        ResourceLinkRecord(
            id: row.text(start),
            organization: try row.id(start + 1),
            platformID: row.text(start + 2),
            deploymentID: row.text(start + 3),
            linkID: row.text(start + 4),
            title: row.optionalText(start + 5),
            lesson: try row.optionalID(start + 6),
            course: try row.id(start + 7),
            contextKey: row.contextKey(start + 8),
            lineItem: row.optionalText(start + 9),
            lineItems: row.optionalText(start + 10),
            scopes: row.text(start + 11).split(separator: " ").map { String($0) }
        )
    }
}

extension GradeTask {
    /// The columns of `grades` and `resource_links link` that ``read(from:)`` expects, in order.
    static let columns = """
        \(ResourceLinkRecord.columns), grades.id, grades.organization_id, grades.platform_id, grades.user_id,
        grades.lesson_id, grades.context_key, grades.wanted, grades.attempts, grades.last_timestamp, grades.last_sent,
        grades.is_fully_graded, grades.lease_owner, grades.leased_until
        """

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> GradeTask {
        let link = try ResourceLinkRecord.read(from: row)
        return GradeTask(
            id: row.text(12),
            organization: try row.id(13),
            platformID: row.text(14),
            deploymentID: link.deploymentID,
            link: link,
            user: row.text(15),
            lesson: try row.id(16),
            contextKey: row.contextKey(17),
            wanted: row.integer(18),
            attempts: Int(row.integer(19)),
            lastTimestamp: row.optionalTime(20),
            lastSent: row.optionalText(21),
            isFullyGraded: row.integer(22) != 0,
            owner: row.text(23),
            leasedUntil: row.time(24)
        )
    }
}
