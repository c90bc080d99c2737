import Credentials
import HTTPTypes
import Hummingbird
import Model
import NIOCore

extension Gateway {
    /// The answer of a read: 200 with the body and its tag, or 304 where the caller has it already, which costs nothing
    /// (contract §1, §7.5, §8).
    ///
    /// The tag is the body's strong one, with quotes; nil makes one from the body.
    func conditional(
        _ body: [UInt8],
        tag given: String? = nil,
        _ request: Request,
        _ bearer: inout BearerRequest
    ) -> Response {
        let tag = given ?? Self.contentTag(body)
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .vary: "Authorization", .eTag: tag]
        if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
            bearer.rate = rates.giveBack(bearer.token)
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// A tag that is the same on every node for the same bytes.
    ///
    /// The key is no secret: only the hash is needed of it.
    static func contentTag(_ body: [UInt8]) -> String {
        "\"\(contentHash(body))\""
    }

    /// A hash of 128 bits in hex.
    static func contentHash(_ body: [UInt8]) -> String {
        String(contentKey.code(for: body).hex.prefix(32))
    }

    private static let contentKey = HMACKey(SecretBytes(Array("lectern entity tag".utf8)))
}
