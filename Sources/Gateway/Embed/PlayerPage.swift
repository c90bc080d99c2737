import Credentials
import Model
import NIOCore

/// The player's page: the same for every lesson but for who may frame it, so that it tells those without a token nothing else.
struct PlayerPage: Sendable {
    /// What the page of a launched lesson has beside.
    struct Launch: Sendable {
        /// The session's id, under which the page can be loaded again.
        let session: String
        /// The launch token.
        let token: String
        /// The language that the platform speaks; nil for the browser's.
        let locale: String?
    }

    /// The text with the places of title and nonce in it.
    private let template: String
    /// The text of the page that tells nothing, before, between and after the places of the nonce.
    private let pieces: [[UInt8]]

    /// Cuts the template at its nonces; the rest of it never changes.
    ///
    /// Where the world reaches the gateway under a path, the page's files have that path, too.
    init(publicURL: String) {
        let path = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...].drop { $0 != "/" } } ?? ""
        template = String(decoding: PlayerAssets.all.page, as: UTF8.self)
            .replacing("{{assets}}", with: "\(path)/player/assets/\(PlayerAssets.all.hash)")
            .replacing("{{lang}}", with: "en")
        pieces = template.replacing("{{title}}", with: "Lesson")
            .split(separator: "{{nonce}}", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    /// The page with a nonce in it.
    func body(nonce: String) -> ByteBuffer {
        var body = ByteBuffer()
        body.reserveCapacity(pieces.reduce(0) { $0 + $1.count + nonce.utf8.count })
        for (index, piece) in pieces.enumerated() {
            if index > 0 { body.writeString(nonce) }
            body.writeBytes(piece)
        }
        return body
    }

    /// The page of a launched lesson, which tells those who came with a launch its title (LTI rule V20).
    ///
    /// The ticket that is still in the page's address is replaced by the session's id, which is no secret.
    func body(nonce: String, title: String, launch: Launch) -> ByteBuffer {
        var fragment = ""
        if let locale = launch.locale { fragment = "#locale=\(PercentCoding.encode(locale))" }
        let head = """
            <meta name="lectern-token" content="\(launch.token.htmlEscaped)">\
            <script nonce="\(nonce)">history.replaceState(null, "", "?s=\(launch.session)\(fragment)")</script></head>
            """
        return ByteBuffer(
            string: template.replacing("{{nonce}}", with: nonce).replacing("</head>", with: head)
                .replacing("{{title}}", with: title.htmlEscaped)
        )
    }

    /// 128 random bits in hex.
    static func nonce() -> String { RandomText.hex() }
}
