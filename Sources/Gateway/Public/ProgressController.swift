import Directory
import Hummingbird
import Model

/// `GET /api/public/lessons/:lessonId/progress/:learnerId` and `…/lti-progress/:ltiUserId` (contract §7).
struct ProgressController: Sendable {
    let gateway: Gateway

    func embed(_ request: Request, context: GatewayContext) async throws -> Response {
        try await gateway.withAPIToken(request, context, scope: .progressRead) { bearer in
            let lesson = try PathValue.lesson(context)
            let learner = try PathValue.learner(context, "learnerId")
            let target = "/internal/progress?lesson=\(lesson)&learner=\(PercentCoding.encode(learner))"
            return try await answer(target, request, context, &bearer)
        }
    }

    func lti(_ request: Request, context: GatewayContext) async throws -> Response {
        try await gateway.withAPIToken(request, context, scope: .progressRead) { bearer in
            let lesson = try PathValue.lesson(context)
            let user = try PathValue.learner(context, "ltiUserId")
            let query = try QueryValues(request, known: ["platformId", "contextId"])
            guard let platform = query["platformId"], !platform.isEmpty else {
                throw LecternError.invalid("platformId is required")
            }
            guard PathValue.isName(platform) else { throw LecternError.invalid("Invalid platform ID") }
            var target = "/internal/progress?lesson=\(lesson)&platform=\(PercentCoding.encode(platform))"
            target += "&user=\(PercentCoding.encode(user))"
            guard let contextID = query["contextId"] else {
                return try await answer(target, request, context, &bearer)
            }
            guard !contextID.isEmpty else { throw LecternError.invalid("contextId must not be empty") }
            guard contextID.isPlainText(1...Self.longestContext) else {
                throw LecternError.invalid("Invalid context ID")
            }
            target += "&context="
            do {
                return try await answer(target + PercentCoding.encode(contextID), request, context, &bearer)
            } catch let error as LecternError where error.code == .notFound {
                // The context may be that of another deployment, which has the id, too (LTI rule R4).
                let keys = try await gateway.directory.identities.otherContextKeys(
                    of: contextID,
                    platform: platform,
                    organization: bearer.token.organization
                )
                for key in keys {
                    do {
                        return try await answer(target + PercentCoding.encode(key), request, context, &bearer)
                    } catch let other as LecternError where other.code == .notFound {
                        continue
                    }
                }
                throw error
            }
        }
    }

    /// The key of a context that a launch may name, with that of its deployment; in characters.
    private static let longestContext = 1_300

    private func answer(
        _ target: String,
        _ request: Request,
        _ context: GatewayContext,
        _ bearer: inout BearerRequest
    ) async throws -> Response {
        let principal = Principal(organization: bearer.token.organization, role: .admin)
        let call = CoreRequest(method: .get, target: target, principal: principal, requestID: context.requestID)
        let answer: CoreResponse
        do {
            answer = try await gateway.core.respond(to: call)
        } catch let error as LecternError {
            throw LecternError(error.code, Self.failure, underlying: error)
        }
        switch answer.status {
        case 200: break
        case 404: throw LecternError(.notFound, "No progress found for this learner and lesson")
        case 503: throw LecternError(.unavailable(retryAfterSeconds: answer.retryAfterSeconds ?? 1), Self.failure)
        default: throw Self.unexpected(answer)
        }
        guard let tag = answer.entityTag else { throw Self.unexpected(answer) }
        return gateway.conditional(answer.body, tag: tag, request, &bearer)
    }

    private static let failure = "Failed to fetch progress data"

    private static func unexpected(_ answer: CoreResponse) -> LecternError {
        LecternError(.unexpected, failure, underlying: CoreAnswered(status: answer.status))
    }
}

/// The core's status where none of the expected ones came; for the log.
private struct CoreAnswered: Error {
    let status: Int
}
