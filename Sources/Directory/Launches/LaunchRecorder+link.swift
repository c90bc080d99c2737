import Model
import Storage

extension LaunchRecorder {
    private static let insertion = """
        INSERT INTO resource_links (
            id, organization_id, platform_id, deployment_id, link_id, title, lesson_id, course_id, context_key,
            line_item, line_items, scopes, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)
        ON CONFLICT (platform_id, deployment_id, link_id) DO UPDATE SET
            title = excluded.title, lesson_id = excluded.lesson_id, course_id = excluded.course_id,
            context_key = excluded.context_key, line_item = excluded.line_item, line_items = excluded.line_items,
            scopes = excluded.scopes, updated_at = excluded.updated_at
        RETURNING id
        """

    /// Stores what a launch tells of its link, if that is new, and gives our id of it.
    func putLink(_ link: LaunchEntry.Link, _ known: KnownLaunch.KnownLink?, _ place: Place) throws -> String {
        let grades = known?.grades.followed(by: LinkGrades(entry)) ?? LinkGrades(entry)
        let title = link.title ?? known?.title
        let lesson = entry.lesson ?? known?.lesson
        if let known, lesson == known.lesson, place.course == known.course, grades.isSame(as: known.grades),
            title?.isExactly(known.title) ?? true
        {
            return known.id
        }
        let id = try connection.first(
            Self.insertion,
            [
                .text(names.link), .id(entry.organization), .text(entry.platformID), .text(entry.deploymentID),
                .text(link.id), .text(title), .id(lesson), .id(place.course), .text(place.key),
                .text(grades.lineItem), .text(grades.lineItems), .text(grades.scopes), .time(now),
            ]
        ) { $0.text(0) }
        guard let id else { throw StorageError.corrupt("a link was stored and is not there") }
        if let known {
            if grades.isRedirected(from: known.grades) {
                try GradeWish.repeatAll(link: id, at: now, connection)
            } else if !grades.isSame(as: known.grades) {
                try GradeWish.revive(link: id, at: now, connection)
            }
        }
        return id
    }
}
