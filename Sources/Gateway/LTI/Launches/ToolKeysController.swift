import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Credentials

/// `/lti/jwks.json`: the tool's public keys (LTI rules T1, E2).
struct ToolKeysController: Sendable {
    let gateway: Gateway

    func show(_ request: Request, context: GatewayContext) async throws -> Response {
        let keys = gateway.keys.current.toolKeys?.publicKeySet ?? JSONText(trusted: #"{"keys":[]}"#)
        let tag = Gateway.contentTag(Array(keys.text.utf8))
        var headers: HTTPFields = [
            // A new key signs only when it has been published for as long as this.
            .cacheControl: "public, max-age=\(ToolKeyRing.publishedSeconds)", .eTag: tag,
            .accessControlAllowOrigin: "*", .xContentTypeOptions: "nosniff",
        ]
        guard !EntityTag.matches(request.headers[values: .ifNoneMatch], tag) else {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: keys.text))
        )
    }
}
