import Model
import Storage

/// What is stored already of what a launch tells.
struct KnownLaunch {
    let learner: LearnerID?
    let context: (key: String, title: String?, course: CourseID)?
    let link: KnownLink?
    let memberships: String?

    /// A link as it is stored.
    struct KnownLink {
        let id: String
        let title: String?
        let lesson: LessonID?
        let course: CourseID
        let contextKey: String
        let grades: LinkGrades
    }

    private static let lookup = """
        SELECT learner.id, context.context_key, context.title, context.course_id, roster.memberships,
            link.id, link.title, link.lesson_id, link.course_id, link.context_key, link.line_item, link.line_items,
            link.scopes
        FROM registrations registration
        LEFT JOIN learners learner ON learner.organization_id = registration.organization_id
            AND learner.platform_id = registration.platform_id AND learner.external_id = ?3
        LEFT JOIN contexts context ON context.platform_id = registration.platform_id
            AND context.deployment_id = ?4 AND context.context_id = ?5
        LEFT JOIN roster_sources roster ON roster.course_id = context.course_id
        LEFT JOIN resource_links link ON link.platform_id = registration.platform_id
            AND link.deployment_id = ?4 AND link.link_id = ?6
        WHERE registration.platform_id = ?1 AND registration.organization_id = ?2
        """

    /// Looks everything up at once; nil when the platform is not the organization's.
    static func find(_ entry: LaunchEntry, _ connection: any SQLConnection) throws -> KnownLaunch? {
        try connection.first(
            lookup,
            [
                .text(entry.platformID), .id(entry.organization), .text(entry.user), .text(entry.deploymentID),
                .text(entry.context?.id), .text(entry.link?.id),
            ],
            read(from:)
        )
    }

    private static func read(from row: any SQLRow) throws -> KnownLaunch {
        KnownLaunch(
            learner: try row.optionalID(0),
            context: row.isNull(1) ? nil : (row.text(1), row.optionalText(2), try row.id(3)),
            link: row.isNull(5)
                ? nil
                : KnownLink(
                    id: row.text(5),
                    title: row.optionalText(6),
                    lesson: try row.optionalID(7),
                    course: try row.id(8),
                    contextKey: row.text(9),
                    grades: LinkGrades(
                        lineItem: row.optionalText(10),
                        lineItems: row.optionalText(11),
                        scopes: row.text(12)
                    )
                ),
            memberships: row.optionalText(4)
        )
    }
}
