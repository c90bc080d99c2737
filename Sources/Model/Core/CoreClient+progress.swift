extension CoreClient {
    /// How far the learners of a course are in a lesson.
    ///
    /// Those who have progress in the course without being members are among them; its coaches are not.
    ///
    /// - Throws: `LecternError` `unavailable` when the core cannot be reached.
    public func courseProgress(
        _ course: CourseID,
        lesson: LessonID,
        organization: OrganizationID,
        requestID: String
    ) async throws -> CourseProgress {
        let answer = try await call(
            .get,
            "/internal/courses/\(course)/progress?lesson=\(lesson)",
            principal: Principal(organization: organization, role: .admin),
            requestID: requestID
        )
        guard let progress = CourseProgress(json: answer) else { throw LecternError.malformedAnswer }
        return progress
    }

    /// How far an LTI user is in a lesson, in exactly one context.
    ///
    /// - Parameters:
    ///   - lesson: the lesson.
    ///   - platform: our id of the platform.
    ///   - user: the `sub` of the launch.
    ///   - context: the context's key; nil for launches without a context.
    ///   - organization: whose lesson it is.
    ///   - requestID: for the log.
    /// - Throws: `LecternError` `unavailable` when the core cannot be reached.
    /// - Returns: the record; nil when the lesson was not opened there.
    public func ltiProgress(
        lesson: LessonID,
        platform: String,
        user: String,
        context: String?,
        organization: OrganizationID,
        requestID: String
    ) async throws -> LTIProgress? {
        var target = "/internal/lti-progress?lesson=\(lesson)&platform=\(PercentCoding.encode(platform))"
        target += "&user=\(PercentCoding.encode(user))"
        if let context { target += "&context=\(PercentCoding.encode(context))" }
        let answer = try await call(
            .get,
            target,
            principal: Principal(organization: organization, role: .admin),
            requestID: requestID
        )
        // An answer of its own for nobody: a core of another release, which lacks the route, must not look like it.
        guard let record = answer["record"] else { throw LecternError.malformedAnswer }
        if record.isNull { return nil }
        guard let progress = LTIProgress(json: record) else { throw LecternError.malformedAnswer }
        return progress
    }
}
