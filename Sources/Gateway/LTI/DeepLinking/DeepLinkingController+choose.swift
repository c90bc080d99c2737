import Credentials
import Directory
import HTTPTypes
import Hummingbird
import LTI
import Model

extension DeepLinkingController {
    /// Takes the ticked lessons into the course (D4).
    func choose(
        _ choosing: Choosing,
        _ form: DeepLinkingForm,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        guard choosing.settings.acceptsResourceLinks else {
            return try await picker(choosing, form)
        }
        guard !form.chosen.isEmpty else {
            return try await picker(choosing, form, alert: "Choose at least one lesson, or go back without one.")
        }
        guard choosing.settings.acceptsMultiple || form.chosen.count == 1 else {
            return try await picker(choosing, form, alert: "Your learning platform takes one lesson at a time.")
        }
        guard form.chosen.count <= DeepLinkingForm.mostLessons else {
            let alert = "Choose at most \(DeepLinkingForm.mostLessons) lessons at a time."
            return try await picker(choosing, form, alert: alert)
        }
        let organization = choosing.session.organization
        let lessons = try await gateway.directory.lessons.published(form.chosen, organization: organization)
        guard lessons.count == form.chosen.count else {
            var rest = form
            rest.chosen = lessons.map(\.id)
            let alert = "A lesson that you chose is no longer published. Please look at your choice again."
            return try await picker(choosing, rest, alert: alert)
        }
        let outlines = try await gateway.directory.lessons.outlines(
            of: lessons.compactMap(\.publishedVersion),
            organization: organization
        )
        let items = try lessons.map { lesson in
            let isScored = lesson.publishedVersion.flatMap { outlines[$0] }?.isScored ?? false
            return try item(lesson, hasColumn: isScored && form.graded.contains(lesson.id))
        }
        return try await finish(choosing, items, request, context)
    }

    private func item(_ lesson: Lesson, hasColumn: Bool) throws(LecternError) -> ResourceLinkItem {
        var column: LineItem?
        if hasColumn {
            column = try LineItem(
                label: lesson.title,
                scoreMaximum: Grade.maximum,
                resourceID: lesson.id.description,
                tag: LineItem.ownTag
            )
        }
        return ResourceLinkItem(
            url: gateway.lti.site.lessonURL(lesson.id),
            title: lesson.title,
            custom: [("lesson_id", lesson.id.description)],
            lineItem: column
        )
    }

    /// Goes back to the platform with what was chosen, once for each launch that asked (D3, D5).
    func finish(
        _ choosing: Choosing,
        _ items: [ResourceLinkItem],
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        let now = gateway.clock.now()
        guard let key = gateway.keys.current.toolKeys?.signing(at: now) else {
            throw LecternError.configuration("There is no key to sign answers to platforms with")
        }
        var remarks = DeepLinkingResponse.Remarks()
        if !choosing.settings.acceptsResourceLinks {
            remarks = .init(
                errorMessage: "Lectern offers lessons as links, which cannot be added here.",
                errorLog: "accept_types lacks \(ResourceLinkItem.type)"
            )
        }
        let answer = try DeepLinkingResponse(
            items,
            remarks: remarks,
            settings: choosing.settings,
            registration: Registration(choosing.platform),
            deploymentID: choosing.session.deploymentID,
            signedWith: key,
            now: now
        )
        guard try await gateway.directory.launches.finish(choosing.session.id) else {
            return gateway.show(
                LaunchedLessonController.startAgain,
                platform: choosing.platform.id,
                request,
                context
            )
        }
        return gateway.lti.pages.response(
            .deepLinkingAnswer,
            ["title": "Going back to your course", "action": answer.returnURL.text, "jwt": answer.token],
            formTarget: answer.returnURL.origin
        )
    }
}

extension LessonOutline {
    /// Whether a learner can score in it, so that a column for grades makes sense.
    var isScored: Bool { points.values.contains { $0 > 0 } }
}
