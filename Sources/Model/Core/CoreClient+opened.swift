extension CoreClient {
    /// Tells the core that a launch has opened a lesson for a person; there is a record of it then (contract §7.3).
    ///
    /// - Throws: `LecternError` `unavailable` when the core cannot be reached, `conflict` when the lesson's records are
    ///   another organization's.
    public func noteOpening(
        of lesson: Principal.LessonScope,
        by person: Principal.Person,
        organization: OrganizationID,
        requestID: String
    ) async throws {
        _ = try await call(
            .post,
            "/internal/opened",
            principal: Principal(organization: organization, role: .learner, person: person, lesson: lesson),
            requestID: requestID
        )
    }
}
