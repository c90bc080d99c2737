extension CoreClient {
    /// Tells the core what a platform says of a course and of members of it, all or nothing.
    ///
    /// The course is created or renamed, the people become known or get their new names, and their roles and groups are
    /// set; what was set by an operator's command stays. Nothing is written where nothing differs.
    ///
    /// - Throws: `LecternError` `badRequest` for more than ``CourseMembers/limit`` members, `notFound` when the course or a
    ///   learner is another organization's, `unavailable` when the core cannot be reached.
    public func put(_ members: CourseMembers, organization: OrganizationID, requestID: String) async throws {
        var body = JSONWriter(capacity: 256 + 128 * members.members.count)
        members.write(to: &body)
        _ = try await call(
            .put,
            "/internal/courses/\(members.course)/members",
            body,
            principal: Principal(organization: organization, role: .admin),
            requestID: requestID
        )
    }

    /// Ends a sync: takes out whom no piece of it named, of those who are members because the platform said so, and not
    /// since the sync began.
    ///
    /// - Parameters:
    ///   - course: the course.
    ///   - syncStart: when the sync began, as in its pieces.
    ///   - organization: whose course it is.
    ///   - requestID: for the log.
    /// - Throws: `LecternError` `unavailable` when the core cannot be reached.
    /// - Returns: how many people left; 0 for a course that the organization does not have.
    public func finishRoster(
        _ course: CourseID,
        syncStart: Timestamp,
        organization: OrganizationID,
        requestID: String
    ) async throws -> Int {
        let answer = try await call(
            .post,
            "/internal/courses/\(course)/members/finish?syncStart=\(syncStart.microseconds)",
            principal: Principal(organization: organization, role: .admin),
            requestID: requestID
        )
        guard let removed = answer["removed"]?.integer else { throw LecternError.malformedAnswer }
        return removed
    }
}
