import Directory
import Model

extension Gateway {
    /// The status by which the core asks for the outline of the caller's lesson version.
    private static let outlineNeeded = 428

    /// Sends a call to the core, and the outline of the caller's lesson version first where the core lacks it (design §3).
    ///
    /// - Throws: `LecternError` `unavailable` when the core does not answer, `notFound` when the version is gone.
    func respondWithOutline(to call: CoreRequest) async throws -> CoreResponse {
        let answer = try await core.respond(to: call)
        let principal = call.principal
        guard answer.status == Self.outlineNeeded, let scope = principal.requestedLesson ?? principal.lesson else {
            return answer
        }
        guard let outline = try await directory.lessons.outline(scope.version, organization: principal.organization)
        else { throw LecternError.lessonNotFound }
        let delivery = CoreRequest(
            method: .put,
            target: "/internal/outlines/\(scope.version)",
            contentType: "application/json",
            body: Array(outline.text.utf8),
            principal: principal,
            requestID: call.requestID
        )
        _ = try await core.respond(to: delivery)
        return try await core.respond(to: call)
    }
}
