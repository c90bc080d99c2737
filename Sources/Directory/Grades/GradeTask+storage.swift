import Model
import Storage

extension ResourceLinkRecord {
    /// The columns of `resource_links link` that ``read(from:)`` expects, in order.
    static let columns = """
        link.id, link.organization_id, link.deployment_id, link.link_id, link.title, link.line_item, link.line_items,
        link.scopes
        """

    /// Reads ``columns``, which begin the row.
    static func read(from row: any SQLRow) throws -> ResourceLinkRecord {
        ResourceLinkRecord(
            id: row.text(0),
            organization: try row.id(1),
            deploymentID: row.text(2),
            linkID: row.text(3),
            title: row.optionalText(4),
            lineItem: row.optionalText(5),
            lineItems: row.optionalText(6),
            scopes: row.text(7).split(separator: " ").map { String($0) }
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
            id: row.text(8),
            organization: try row.id(9),
            platformID: row.text(10),
            deploymentID: link.deploymentID,
            link: link,
            user: row.text(11),
            lesson: try row.id(12),
            contextKey: row.contextKey(13),
            wanted: row.integer(14),
            attempts: Int(row.integer(15)),
            lastTimestamp: row.optionalTime(16),
            lastSent: row.optionalText(17),
            isFullyGraded: row.integer(18) != 0,
            owner: row.text(19),
            leasedUntil: row.time(20)
        )
    }
}
