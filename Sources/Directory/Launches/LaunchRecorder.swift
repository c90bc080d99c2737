import Credentials
import Model
import Storage

/// Stores what one launch tells, within one transaction.
///
/// A launch that tells nothing new writes one row, its session, and notes its login as used.
struct LaunchRecorder {
    /// Names for what may turn out to be new, made outside the transaction: an engine may run it again.
    struct NewNames: Sendable {
        let session = RandomText.urlSafe(byteCount: 18)
        let link = RandomText.hex()
        let grade = RandomText.hex()
    }

    /// The course that a launch belongs to.
    struct Place {
        /// Its key; empty without context.
        let key: String
        let course: CourseID
    }

    let entry: LaunchEntry
    let names: NewNames
    let now: Timestamp
    let connection: any SQLConnection

    func record() throws -> LaunchSession? {
        guard try LoginRepository.consume(entry.state, at: now, connection) else { return nil }
        guard let known = try KnownLaunch.find(entry, connection) else {
            throw PlatformRepository.unknown(entry.platformID)
        }
        if entry.isNewDeployment {
            try PlatformRepository.add([entry.deploymentID], to: entry.platformID, at: now, connection)
        }
        let learner = try known.learner ?? newLearner()
        if entry.isTestUser || entry.isVisitor {
            try connection.execute(
                "UPDATE learners SET is_uncounted = 1 WHERE id = ?1 AND is_uncounted = 0",
                [.id(learner)]
            )
        }
        let place = try place(known)
        let link = try entry.link.map { try putLink($0, known.link, place) }
        try putRosterSource(known, place)
        let session = LaunchSession(
            id: names.session,
            organization: entry.organization,
            platformID: entry.platformID,
            deploymentID: entry.deploymentID,
            user: entry.user,
            context: place.key.isEmpty ? nil : place.key,
            learner: learner,
            course: place.course,
            role: entry.role,
            purpose: entry.purpose,
            isTestUser: entry.isTestUser,
            lesson: entry.lesson,
            details: entry.details,
            expiresAt: now.adding(seconds: Double(entry.lifetimeSeconds))
        )
        try session.insert(
            link: link,
            at: now,
            ticketDigest: entry.ticketDigest,
            secretDigest: entry.secretDigest,
            into: connection
        )
        if let link, let lesson = gradedLesson { try wantGrade(link, lesson, place) }
        return session
    }

    private func newLearner() throws -> LearnerID {
        try IdentityRepository.learner(
            platform: entry.platformID,
            name: entry.user,
            organization: entry.organization,
            at: now,
            connection
        )
    }

    // MARK: Context

    private static let insertContext = """
        INSERT INTO contexts (platform_id, deployment_id, context_id, context_key, title, course_id, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (platform_id, deployment_id, context_id) DO UPDATE SET title = coalesce(excluded.title, contexts.title)
        RETURNING context_key, course_id
        """

    private func place(_ known: KnownLaunch) throws -> Place {
        // An empty id would be mistaken for none.
        guard let context = entry.context, !context.id.isEmpty else {
            return Place(key: "", course: try course(""))
        }
        if let standing = known.context {
            if let title = context.title, !title.isExactly(standing.title) {
                try connection.execute(
                    "UPDATE contexts SET title = ?4 WHERE platform_id = ?1 AND deployment_id = ?2 AND context_id = ?3",
                    [.text(entry.platformID), .text(entry.deploymentID), .text(context.id), .text(title)]
                )
            }
            return Place(key: standing.key, course: standing.course)
        }
        let key = try newContextKey(context.id)
        let stored = try connection.first(
            Self.insertContext,
            [
                .text(entry.platformID), .text(entry.deploymentID), .text(context.id), .text(key),
                .text(context.title), .id(try course(key)), .time(now),
            ]
        ) { Place(key: $0.text(0), course: try $0.id(1)) }
        guard let stored else { throw StorageError.corrupt("a context was stored and is not there") }
        return stored
    }

    private func course(_ key: String) throws -> CourseID {
        try IdentityRepository.course(
            platform: entry.platformID,
            context: key,
            organization: entry.organization,
            at: now,
            connection
        )
    }

    /// The context's id, unless another deployment has a context of that id (LTI rule R4).
    private func newContextKey(_ id: String) throws -> String {
        var key = id
        var separator = "#"
        while try isTaken(key) {
            key = id + separator + entry.deploymentID
            // Only a context whose id is made to look like such a key brings it here a second time.
            separator += "#"
        }
        return key
    }

    private func isTaken(_ key: String) throws -> Bool {
        let found = try connection.first(
            "SELECT 1 FROM contexts WHERE platform_id = ?1 AND context_key = ?2",
            [.text(entry.platformID), .text(key)]
        ) { _ in true }
        return found != nil
    }

    // MARK: Roster

    private func putRosterSource(_ known: KnownLaunch, _ place: Place) throws {
        guard let memberships = entry.memberships, let context = entry.context, !place.key.isEmpty,
            !memberships.isExactly(known.memberships)
        else { return }
        // What was told to have changed since the last time was told of the old address.
        try connection.execute(
            """
            INSERT INTO roster_sources (
                course_id, organization_id, platform_id, deployment_id, context_id, context_key, memberships, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (course_id) DO UPDATE SET memberships = excluded.memberships, differences = NULL
            """,
            [
                .id(place.course), .id(entry.organization), .text(entry.platformID), .text(entry.deploymentID),
                .text(context.id), .text(place.key), .text(memberships), .time(now),
            ]
        )
    }

    // MARK: Grade

    private static let scoreScope = "https://purl.imsglobal.org/spec/lti-ags/scope/score"

    /// The lesson whose score is sent; nil when none is.
    private var gradedLesson: LessonID? {
        guard entry.role == .learner, entry.isGraded, !entry.isVisitor, entry.purpose == .lesson,
            entry.lineItem != nil || entry.lineItems != nil, entry.gradeScopes.contains(Self.scoreScope)
        else { return nil }
        return entry.lesson
    }

    private static let gradeWish = """
        INSERT INTO grades (
            id, organization_id, platform_id, link_id, user_id, lesson_id, context_key, wanted, due_at, created_at,
            updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8, ?8)
        ON CONFLICT (link_id, user_id) DO UPDATE SET
            lesson_id = excluded.lesson_id, context_key = excluded.context_key, wanted = grades.wanted + 1,
            due_at = \(GradeWish.dueAt(now: "excluded.updated_at"))
        WHERE grades.lesson_id <> excluded.lesson_id OR grades.context_key <> excluded.context_key
        """

    /// The first launch is a start, which platforms can be told; later ones bring nothing new, and what the learner does
    /// then comes by the feed.
    private func wantGrade(_ link: String, _ lesson: LessonID, _ place: Place) throws {
        try connection.execute(
            Self.gradeWish,
            [
                .text(names.grade), .id(entry.organization), .text(entry.platformID), .text(link), .text(entry.user),
                .id(lesson), .text(place.key), .time(now),
            ]
        )
    }
}
