import Directory
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// `GET /api/public/lessons/{lessonId}/player-data` (contract §5).
struct PlayerDataController: Sendable {
    /// A longer lesson is not copied to join it with what is the caller's own.
    private static let copyLimit = 65_536

    let gateway: Gateway

    func show(_ request: Request, context: GatewayContext) async throws -> Response {
        await gateway.answerAcrossOrigins(request, context) { organization in
            let credential = try PlayerCredential(request)
            let claims = try await gateway.players.claims(credential.token)
            organization = claims.organization
            let id = try PathValue.lesson(context)
            guard id == claims.lesson else {
                throw LecternError(.forbidden, "Token does not match the requested lesson")
            }
            let query = try QueryValues(request, known: ["token", "include_metadata", "validate_playability"])
            let includesMetadata = try query.boolean("include_metadata", default: false)
            let validatesPlayability = try query.boolean("validate_playability", default: true)
            let opening = try await gateway.directory.lessons.open(
                id,
                pinned: claims.version,
                organization: claims.organization,
                drafts: claims.isPreview
            )
            let lesson = try await gateway.lessons.lesson(
                opening.version,
                isDraft: claims.isPreview && !opening.isPublished
            )
            guard lesson.isPlayable || !validatesPlayability else {
                throw LecternError.invalid("Lesson is not playable")
            }
            let tail = Self.tail(claims, lesson, includesMetadata ? opening : nil)
            return Self.answer(lesson, tail, request, isCacheable: credential.isBearer)
        }
    }

    /// What follows `"userAttributes":`, to the end.
    private static func tail(
        _ claims: PlayerAuthenticator.Claims,
        _ lesson: PlayerLesson,
        _ metadata: LessonOpening?
    ) -> [UInt8] {
        var tail = Array((claims.userAttributes?.text ?? "{}").utf8)
        if let metadata {
            var json = JSONWriter()
            json.object { json in
                json.name("title")
                json.json(lesson.title)
                json.name("versionId")
                json.id(metadata.version)
                json.name("tags")
                json.json(lesson.tags)
                json.name("createdAt")
                json.time(metadata.createdAt)
                json.name("updatedAt")
                json.time(metadata.updatedAt)
            }
            tail += ",\"metadata\":".utf8
            tail += json.bytes
        }
        tail.append(UInt8(ascii: "}"))
        return tail
    }

    private static func answer(
        _ lesson: PlayerLesson,
        _ tail: [UInt8],
        _ request: Request,
        isCacheable: Bool
    ) -> Response {
        var headers: HTTPFields = [.vary: "Authorization"]
        if isCacheable {
            let tag = Gateway.contentTag(Array(lesson.headHash.utf8) + tail)
            headers[.cacheControl] = "private, no-cache"
            headers[.eTag] = tag
            if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
                return Response(status: .notModified, headers: headers)
            }
        } else {
            // The token is part of the URL, under which a cache would keep it.
            headers[.cacheControl] = "no-store"
        }
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: .ok, headers: headers, body: body(lesson.head, tail))
    }

    private static func body(_ head: ByteBuffer, _ tail: [UInt8]) -> ResponseBody {
        guard head.readableBytes <= copyLimit else {
            return ResponseBody(contentsOf: [head, ByteBuffer(bytes: tail)])
        }
        var whole = ByteBuffer()
        whole.reserveCapacity(head.readableBytes + tail.count)
        whole.writeImmutableBuffer(head)
        whole.writeBytes(tail)
        return ResponseBody(byteBuffer: whole)
    }
}
