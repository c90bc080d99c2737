import Directory
import HTTPTypes
import Hummingbird
import LTI
import Logging
import Model
import NIOCore

/// What people see when something cannot be done: what happened, what an administrator should check, and a number by which
/// the log knows it.
struct FailureNotice: Sendable {
    /// A code for logs, tests and support.
    var code: String
    var status: HTTPResponse.Status
    /// What happened, for the person.
    var explanation: String
    /// What to check, for the platform's administrator.
    var advice: String?
    /// Where the same can be tried in a window of its own.
    var newWindow: String?
    /// The form that takes the person back to the platform.
    var back: (action: String, token: String)?

    init(_ refusal: LaunchRefusal) {
        code = refusal.rawValue
        status = HTTPResponse.Status(code: refusal.status)
        explanation = refusal.explanation
        advice = refusal.advice
    }

    init(code: String, status: HTTPResponse.Status, explanation: String, advice: String? = nil) {
        self.code = code
        self.status = status
        self.explanation = explanation
        self.advice = advice
    }
}

extension Gateway {
    /// The answer to a login or launch that is refused: a page, or JSON where the caller asks for it (LTI rules, section 4).
    func refuse(
        _ refusal: LaunchRefusal,
        platform: String?,
        _ request: Request,
        _ context: GatewayContext
    ) -> Response {
        show(FailureNotice(refusal), platform: platform, request, context)
    }

    /// The answer that tells of a failure; one line in the log says the same.
    func show(
        _ notice: FailureNotice,
        platform: String? = nil,
        _ request: Request,
        _ context: GatewayContext
    ) -> Response {
        Logger(label: "lectern.lti").notice(
            "refused",
            metadata: [
                "code": "\(notice.code)", "platform": "\(platform ?? "")", "requestId": "\(context.requestID)",
                "route": "\(context.endpointPath ?? "")", "explanation": "\(notice.explanation)",
            ]
        )
        if Self.prefersJSON(request.headers) { return Self.json(notice, context) }
        var values: [String: any Sendable] = [
            "title": "This page cannot be opened", "code": notice.code, "explanation": notice.explanation,
            "reference": context.requestID,
        ]
        values["advice"] = notice.advice
        values["newWindow"] = notice.newWindow
        if let back = notice.back { values["back"] = ["action": back.action, "token": back.token] }
        return lti.pages.response(
            .failure,
            values,
            status: notice.status,
            formTarget: notice.back.flatMap { WebURL($0.action)?.origin }
        )
    }

    /// Whether a caller wants JSON rather than a page for people.
    private static func prefersJSON(_ headers: HTTPFields) -> Bool {
        let accept = headers[values: .accept].joined(separator: ",").lowercased()
        return accept.contains("application/json") && !accept.contains("text/html")
    }

    private static func json(_ notice: FailureNotice, _ context: GatewayContext) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("error")
            json.string(notice.explanation)
            json.name("code")
            json.string(notice.code)
            json.name("requestId")
            json.string(context.requestID)
        }
        var headers = LTIPages.headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: notice.status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes))
        )
    }

    /// Answers a request of a platform's person; whatever goes wrong becomes a page.
    func answerPerson(
        _ request: Request,
        _ context: GatewayContext,
        _ body: () async throws -> Response
    ) async -> Response {
        do {
            return try await body()
        } catch let refusal as LaunchRefusal {
            return refuse(refusal, platform: nil, request, context)
        } catch let known as PlatformRefusal {
            return refuse(known.refusal, platform: known.platform, request, context)
        } catch is NotAForm {
            return show(
                FailureNotice(
                    code: "not_a_form",
                    status: .unsupportedMediaType,
                    explanation: "This address takes forms only.",
                    advice: "Logins and launches are sent as application/x-www-form-urlencoded."
                ),
                request,
                context
            )
        } catch {
            let known = ErrorResponses.response(to: error, request, context)
            let notice = FailureNotice(
                code: known.status == .contentTooLarge ? "too_large" : "unavailable",
                status: known.status,
                explanation: known.status.code < 500
                    ? "The request could not be read." : "Something went wrong here. Please try again in a minute."
            )
            var response = show(notice, request, context)
            response.headers[.retryAfter] = known.headers[.retryAfter]
            return response
        }
    }
}
