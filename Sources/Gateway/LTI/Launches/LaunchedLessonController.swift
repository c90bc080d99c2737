import Directory
import HTTPTypes
import Hummingbird
import LTI
import Model

/// `/lti/lessons/{lessonId}`: the target link of a lesson, and the page of a launched one (LTI rules V20, S1).
struct LaunchedLessonController: Sendable {
    let gateway: Gateway

    func page(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            guard let lesson = try? PathValue.lesson(context),
                let session = try await gateway.lti.visits.visit(request),
                session.purpose == .lesson, session.lesson == lesson
            else { return gateway.show(Self.startAgain, request, context) }
            guard session.role != .coach else {
                return try await TeacherController(gateway: gateway).page(session, request, context)
            }
            return try await player(session, lesson, request, context)
        }
    }

    static let startAgain: FailureNotice = {
        var notice = FailureNotice(.badState)
        notice.code = "start_again"
        notice.advice = nil
        return notice
    }()

    private func player(
        _ session: LaunchSession,
        _ lesson: LessonID,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let opening: LessonOpening
        do {
            opening = try await gateway.directory.lessons.open(
                lesson,
                pinned: nil,
                organization: session.organization,
                drafts: false
            )
        } catch let error as LecternError where error.code == .notFound {
            return gateway.show(LaunchOpening.lessonGone, platform: session.platformID, request, context)
        }
        let nonce = PlayerPage.nonce()
        var headers = LTIPages.headers
        headers[.contentSecurityPolicy] = PlayerController.policy(nonce: nonce, ancestors: nil)
        headers[.permissionsPolicy] = PlayerController.refusedFeatures
        let title = try await gateway.lessons.lesson(opening.version, isDraft: false).plainTitle
        let body = gateway.page.body(
            nonce: nonce,
            title: title,
            launch: PlayerPage.Launch(
                session: session.id,
                token: gateway.lti.visits.token(for: session),
                locale: LaunchDetails(session.details)?.locale
            )
        )
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
