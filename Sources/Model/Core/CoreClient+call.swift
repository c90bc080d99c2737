extension CoreClient {
    /// Sends a call of the gateway's own and gives the JSON that the core answers.
    ///
    /// - Throws: `LecternError` as the core refuses it, `unavailable` when the core cannot be reached.
    func call(
        _ method: CoreRequest.Method,
        _ target: String,
        _ body: JSONWriter? = nil,
        principal: Principal,
        requestID: String
    ) async throws -> JSONNode {
        let request = CoreRequest(
            method: method,
            target: target,
            contentType: body == nil ? nil : "application/json",
            body: body?.bytes ?? [],
            principal: principal,
            requestID: requestID
        )
        let answer = try await respond(to: request)
        guard answer.status == 200 else { throw answer.refusal }
        do {
            return try JSONParser.parse(answer.body)
        } catch {
            throw LecternError.malformedAnswer
        }
    }
}

extension LecternError {
    /// The core answered what no core of this release answers.
    static let malformedAnswer = LecternError(.unexpected, "The progress core's answer is malformed")
}

extension CoreResponse {
    /// What an answer other than 200 says.
    fileprivate var refusal: LecternError {
        let detail = (try? JSONParser.parse(body))?["detail"]?.string
        let message = detail ?? "The progress core answered \(status)"
        let code: LecternError.Code =
            switch status {
            case 400: .badRequest
            case 403: .forbidden
            case 404: .notFound
            case 409: .conflict
            case 413: .tooLarge
            case 503: .unavailable(retryAfterSeconds: retryAfterSeconds ?? 1)
            default: .unexpected
            }
        return LecternError(code, message)
    }
}
