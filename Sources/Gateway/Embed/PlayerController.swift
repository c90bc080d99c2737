import Directory
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// The player: its page, the files that the page loads, and the script for the sites that embed it.
struct PlayerController: Sendable {
    let gateway: Gateway

    // MARK: Page

    func page(_ request: Request, context: GatewayContext) async throws -> Response {
        // Only a list of origins, which browsers need, tells here that a lesson exists; the page asks for it with the token in
        // its fragment.
        guard let lesson = try? PathValue.lesson(context) else { throw ErrorResponses.unknownRoute }
        let origins = try await gateway.directory.organizations.allowedOrigins(ofLesson: lesson)
        let nonce = PlayerPage.nonce()
        var headers = Self.headers(type: "text/html; charset=utf-8", caching: "no-store", readers: "cross-origin")
        headers[.contentSecurityPolicy] = Self.policy(nonce: nonce, ancestors: Self.ancestors(origins))
        headers[.permissionsPolicy] = Self.refusedFeatures
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: gateway.page.body(nonce: nonce))
        )
    }

    /// What the page may do.
    ///
    /// - Parameters:
    ///   - nonce: that of its scripts and styles.
    ///   - ancestors: who may frame it; nil for anybody, where no list of hosts could be known.
    /// - Returns: the value of the header.
    static func policy(nonce: String, ancestors: String?) -> String {
        let framing = ancestors.map { "; frame-ancestors \($0)" } ?? ""
        return """
            default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src 'self' https: data:; \
            media-src 'self' https: data: blob:; connect-src 'self'; frame-src 'self' https:; base-uri 'none'; \
            form-action 'none'; object-src 'none'\(framing)
            """
    }

    /// Who may frame the page; origins are made of characters that end no directive.
    private static func ancestors(_ origins: AllowedOrigins) -> String {
        guard let texts = origins.texts else { return "*" }
        return (["'self'"] + texts).joined(separator: " ")
    }

    /// What no lesson needs, neither the player nor a page inside it.
    static let refusedFeatures = [
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
        "midi", "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking",
    ].map { "\($0)=()" }.joined(separator: ", ")

    // MARK: Files

    /// A file under the hash of all; it never changes.
    func asset(_ request: Request, context: GatewayContext) async throws -> Response {
        guard context.parameters.get("hash") == PlayerAssets.all.hash, let name = context.parameters.get("file"),
            let file = PlayerAssets.all[name]
        else { throw ErrorResponses.unknownRoute }
        let headers = Self.headers(
            type: file.type,
            caching: "public, max-age=31536000, immutable",
            readers: "same-origin"
        )
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
    }

    /// The page in which the inline HTML of a lesson runs: without an origin, and with pictures, films and sound of the network
    /// only.
    func frame(_ request: Request, context: GatewayContext) async throws -> Response {
        var headers = Self.headers(
            type: PlayerAssets.all.frame.type,
            caching: "public, max-age=300",
            readers: "cross-origin"
        )
        headers[.contentSecurityPolicy] = Self.framePolicy
        return Self.answer(PlayerAssets.all.frame, headers, request)
    }

    /// All pages above count as ancestors, also that of the site which embeds the player; so the frame itself must see that it
    /// is the player who fills it.
    private static let framePolicy = """
        sandbox allow-scripts allow-forms; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
        img-src data: https:; media-src data: https: blob:; font-src data:; form-action 'none'; frame-ancestors *
        """

    /// The script that sites load.
    func embedScript(_ request: Request, context: GatewayContext) async throws -> Response {
        var headers = Self.headers(
            type: PlayerAssets.all.embedScript.type,
            caching: "public, max-age=300",
            readers: "cross-origin"
        )
        headers[.accessControlAllowOrigin] = "*"
        return Self.answer(PlayerAssets.all.embedScript, headers, request)
    }

    // MARK: Answers

    private static func headers(type: String, caching: String, readers: String) -> HTTPFields {
        [
            .contentType: type, .cacheControl: caching, .xContentTypeOptions: "nosniff",
            .referrerPolicy: "no-referrer", .crossOriginResourcePolicy: readers,
        ]
    }

    private static func answer(_ file: PlayerAssets.File, _ headers: HTTPFields, _ request: Request) -> Response {
        var headers = headers
        headers[.eTag] = file.entityTag
        guard !EntityTag.matches(request.headers[values: .ifNoneMatch], file.entityTag) else {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
    }
}
