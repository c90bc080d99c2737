import Directory
import HTTPTypes
import Hummingbird
import LTI
import Model
import NIOCore

/// `/lti/deep-linking`: where a teacher chooses lessons for a course (LTI rules, section 10).
struct DeepLinkingController: Sendable {
    let gateway: Gateway

    /// A session that chooses, and for whom.
    struct Choosing: Sendable {
        let session: LaunchSession
        let details: LaunchDetails
        let settings: DeepLinkingSettings
        let platform: PlatformRecord
    }

    /// The page that a launch leads to.
    func page(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            try await choosing(try await gateway.lti.visits.visit(request), request, context) { choosing in
                try await picker(choosing, DeepLinkingForm())
            }
        }
    }

    /// Takes what the page sends: a search, a wish to see a lesson, or the choice.
    func answer(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerPerson(request, context) {
            let form = try await DeepLinkingForm(request)
            return try await choosing(try await gateway.lti.visits.visit(token: form.token), request, context) {
                choosing in
                switch form.action {
                case .search: try await picker(choosing, form)
                case .preview(let lesson): try await preview(lesson, choosing, request, context)
                case .choose: try await choose(choosing, form, request, context)
                case .cancel: try await finish(choosing, [], request, context)
                }
            }
        }
    }

    // MARK: Session

    private func choosing(
        _ session: LaunchSession?,
        _ request: Request,
        _ context: GatewayContext,
        _ body: (Choosing) async throws -> Response
    ) async throws -> Response {
        guard let session, session.purpose == .deepLinking, let details = LaunchDetails(session.details),
            let settings = details.deepLinking
        else { return gateway.show(LaunchedLessonController.startAgain, request, context) }
        guard let platform = try await gateway.directory.platforms.platform(session.platformID) else {
            return gateway.show(LaunchedLessonController.startAgain, request, context)
        }
        return try await body(
            Choosing(session: session, details: details, settings: settings, platform: platform)
        )
    }

    // MARK: Pages

    /// The page with what fits a search, and with what was chosen before it.
    func picker(
        _ choosing: Choosing,
        _ form: DeepLinkingForm,
        alert: String? = nil
    ) async throws -> Response {
        let organization = choosing.session.organization
        let lessons = gateway.directory.lessons
        guard choosing.settings.acceptsResourceLinks else {
            return gateway.lti.pages.response(
                .deepLinking,
                [
                    "title": "No lesson can be chosen here", "takesNoLessons": true,
                    "token": gateway.lti.visits.token(for: choosing.session), "session": choosing.session.id,
                ]
            )
        }
        let search = LessonSearch(form.text, tag: form.tag)
        var page = if case .search(let page) = form.action { page } else { 1 }
        var found = try await lessons.find(
            search,
            organization: organization,
            from: (page - 1) * DeepLinkingPicker.pageLength,
            limit: DeepLinkingPicker.pageLength
        )
        if found.lessons.isEmpty, page > 1 {
            // Fewer fit than before: the last page of them.
            page = max(1, (found.total + DeepLinkingPicker.pageLength - 1) / DeepLinkingPicker.pageLength)
            found = try await lessons.find(
                search,
                organization: organization,
                from: (page - 1) * DeepLinkingPicker.pageLength,
                limit: DeepLinkingPicker.pageLength
            )
        }
        let others = form.chosen.filter { id in !found.lessons.contains { $0.id == id } }
        let kept =
            choosing.settings.acceptsMultiple
            ? try await lessons.published(others, organization: organization) : []
        let picker = DeepLinkingPicker(
            form: form,
            page: page,
            found: found,
            kept: kept,
            tags: try await lessons.tags(organization: organization),
            outlines: try await lessons.outlines(
                of: (found.lessons + kept).compactMap(\.publishedVersion),
                organization: organization
            ),
            settings: choosing.settings
        )
        var values = picker.values
        values["course"] = choosing.details.contextTitle
        values["alert"] = alert
        values["token"] = gateway.lti.visits.token(for: choosing.session)
        values["session"] = choosing.session.id
        values["framesPlayer"] = try await gateway.framesPlayer(organization)
        return gateway.lti.pages.response(.deepLinking, values, status: alert == nil ? .ok : .unprocessableContent)
    }

    /// Leads to the player; the page's script asks for the address alone.
    private func preview(
        _ lesson: LessonID,
        _ choosing: Choosing,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let organization = choosing.session.organization
        let found = try await gateway.directory.lessons.published([lesson], organization: organization).first
        guard let version = found?.publishedVersion else {
            return gateway.show(LaunchOpening.lessonGone, platform: choosing.platform.id, request, context)
        }
        let path = gateway.previewPath(lesson, version, organization: organization)
        var headers = LTIPages.headers
        guard request.headers[.accept] == "application/json" else {
            headers[.contentType] = nil
            headers[.location] = path
            return Response(status: .seeOther, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        var json = JSONWriter()
        json.object { json in
            json.name("url")
            json.string(path)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}
