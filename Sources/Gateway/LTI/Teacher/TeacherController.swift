import Directory
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// What teachers see of a launched lesson: how far the learners of the course are.
struct TeacherController: Sendable {
    let gateway: Gateway

    /// The page of a teacher's session.
    ///
    /// - Throws: `LecternError` `unavailable` when the core does not answer; `StorageError`.
    func page(_ session: LaunchSession, _ request: Request, _ context: GatewayContext) async throws -> Response {
        guard let lesson = try await lesson(of: session), let version = lesson.publishedVersion else {
            return gateway.show(LaunchOpening.lessonGone, platform: session.platformID, request, context)
        }
        let details = LaunchDetails(session.details)
        var values = try await view(session, lesson.id, context).values
        values["title"] = lesson.title
        values["course"] = details?.contextTitle
        values["lesson"] = lesson.id.description
        values["session"] = session.id
        values["token"] = gateway.lti.visits.token(for: session)
        values["preview"] = gateway.previewPath(lesson.id, version, organization: session.organization)
        values["framesPlayer"] = try await gateway.framesPlayer(session.organization)
        return gateway.lti.pages.response(.teacher, values)
    }

    /// `GET /lti/lessons/{lessonId}/learners`: what the page shows, for its script.
    ///
    /// With `preview=true` there is a new address for the preview, whose token lives for an hour.
    func learners(_ request: Request, context: GatewayContext) async throws -> Response {
        let bearer = try BearerCredential(request.headers)
        let session = try await gateway.lti.visits.session(token: bearer.text)
        let id = try PathValue.lesson(context)
        guard session.purpose == .lesson, session.lesson == id else {
            throw LecternError(.forbidden, "Token does not match the requested lesson")
        }
        guard session.role == .coach else {
            throw LecternError(.forbidden, "Only teachers of the course see its learners")
        }
        guard let lesson = try await lesson(of: session), let version = lesson.publishedVersion else {
            throw LecternError.lessonNotFound
        }
        let wantsPreview = try QueryValues(request, known: ["preview"]).boolean("preview", default: false)
        let preview =
            wantsPreview ? gateway.previewPath(lesson.id, version, organization: session.organization) : nil
        let body = try await view(session, lesson.id, context).json(preview: preview)
        let tag = Gateway.contentTag(body)
        var headers: HTTPFields = [
            .cacheControl: "no-store", .eTag: tag, .vary: "Authorization", .xContentTypeOptions: "nosniff",
        ]
        // Most of the time nothing has happened since the script last asked.
        guard !EntityTag.matches(request.headers[values: .ifNoneMatch], tag) else {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The lesson of a session, when it is still published.
    private func lesson(of session: LaunchSession) async throws -> Lesson? {
        guard let lesson = session.lesson else { return nil }
        return try await gateway.directory.lessons.published([lesson], organization: session.organization).first
    }

    private func view(
        _ session: LaunchSession,
        _ lesson: LessonID,
        _ context: GatewayContext
    ) async throws -> TeacherView {
        // All launches without a course share a place to be recorded in; nobody is the teacher of all of them.
        guard session.context != nil else { return TeacherView(progress: nil, roster: nil) }
        let progress = try await gateway.core.courseProgress(
            session.course,
            lesson: lesson,
            organization: session.organization,
            requestID: context.requestID
        )
        let uncounted = try await gateway.directory.identities.uncounted(
            among: progress.learners.map(\.learner),
            organization: session.organization
        )
        let counted = CourseProgress(
            learners: progress.learners.filter { !uncounted.contains($0.learner) },
            isCut: progress.isCut
        )
        let roster = try await gateway.directory.rosterSources.find(
            session.course,
            organization: session.organization
        )
        return TeacherView(progress: counted, roster: roster)
    }
}
