import Credentials
import Directory
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// `POST /api/public/sign-token` (contract §4).
struct SignTokenController: Sendable {
    private static let timeoutSeconds = (default: 7_200, range: 1...86_400)
    private static let attributesLimit = 4_096

    let gateway: Gateway

    func sign(_ request: Request, context: GatewayContext) async throws -> Response {
        try await gateway.withAPIToken(request, context, scope: .embedSign) { bearer in
            let body = try await RequestBody.collect(request, limit: gateway.settings.maximumBodyBytes)
            let order = try Order(body)
            // Refuses what cannot be taken; the token itself pins a version only when asked to.
            _ = try await gateway.directory.lessons.versionToTake(
                order.lesson,
                pinned: order.version,
                organization: bearer.token.organization
            )
            let issuedAt = Timestamp(seconds: gateway.clock.now().seconds)
            let expiresAt = Timestamp(seconds: issuedAt.seconds + Int64(order.timeout))
            let claims = EmbedClaims(
                lesson: order.lesson,
                learner: order.learner,
                organization: bearer.token.organization,
                version: order.version,
                userAttributes: order.userAttributes,
                issuedAt: issuedAt,
                expiresAt: expiresAt,
                tokenID: ID<EmbedToken>.random().description,
                signedBy: bearer.token.publicKey
            )
            return Self.answer(EmbedToken.sign(claims, with: gateway.keys), expiresAt)
        }
    }

    private static func answer(_ token: String, _ expiresAt: Timestamp) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("token")
            json.string(token)
            json.name("expiresAt")
            json.time(expiresAt)
        }
        let headers: HTTPFields = [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// A validated body; errors come in the order of the contract's table.
    struct Order: Sendable {
        let lesson: LessonID
        let learner: String
        let version: LessonVersionID?
        let userAttributes: JSONText?
        let timeout: Int

        init(_ body: [UInt8]) throws(LecternError) {
            guard let node = try? JSONParser.parse(body), node.isObject else { throw .invalid("Invalid JSON body") }
            guard let lesson = node["lessonId"]?.string.flatMap({ LessonID($0) }) else { throw .lessonIDFormat }
            self.lesson = lesson
            learner = try Self.learner(node["learnerId"])
            version = try Self.version(node["versionId"])
            userAttributes = try Self.attributes(node["userAttributes"])
            timeout = try Self.timeout(node["timeout"])
        }

        private static func learner(_ node: JSONNode?) throws(LecternError) -> String {
            guard case .string(let text, nil) = node?.kind, PathValue.isName(text) else {
                throw .invalid("learnerId is required")
            }
            return text
        }

        private static func version(_ node: JSONNode?) throws(LecternError) -> LessonVersionID? {
            guard let node, !node.isNull else { return nil }
            guard let version = node.string.flatMap({ LessonVersionID($0) }) else {
                throw .invalid("Invalid version ID format")
            }
            return version
        }

        private static func attributes(_ node: JSONNode?) throws(LecternError) -> JSONText? {
            guard let node, !node.isNull else { return nil }
            guard node.isObject, node.text.count <= attributesLimit else {
                throw .invalid("userAttributes must be an object")
            }
            return JSONText(node)
        }

        private static func timeout(_ node: JSONNode?) throws(LecternError) -> Int {
            guard let node, !node.isNull else { return timeoutSeconds.default }
            guard let timeout = node.integer, timeoutSeconds.range.contains(timeout) else {
                throw .invalid("timeout must be between 1 and 86400")
            }
            return timeout
        }
    }
}
