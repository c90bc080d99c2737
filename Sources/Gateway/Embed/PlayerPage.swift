import HTTPTypes
import Model
import NIOCore

/// The player's page: the same for every lesson but for who may frame it, so that it tells those without a token nothing else.
struct PlayerPage: Sendable {
    /// The text before, between and after the places of the nonce.
    private let pieces: [[UInt8]]

    /// Cuts the template at its nonces; the rest of it never changes.
    ///
    /// Where the world reaches the gateway under a path, the page's files have that path, too.
    init(publicURL: String) {
        let path = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...].drop { $0 != "/" } } ?? ""
        let text = String(decoding: PlayerAssets.all.page, as: UTF8.self)
            .replacing("{{assets}}", with: "\(path)/player/assets/\(PlayerAssets.all.hash)")
            .replacing("{{title}}", with: "Lesson")
            .replacing("{{lang}}", with: "en")
        pieces = text.split(separator: "{{nonce}}", omittingEmptySubsequences: false).map { Array($0.utf8) }
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

    /// 128 random bits in hex.
    static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return [generator.next() as UInt64, generator.next()].map { bits in
            String(unsafeUninitializedCapacity: 16) { digits in
                for place in 0..<16 {
                    digits[place] = lowerHexDigit(UInt8(truncatingIfNeeded: bits >> UInt64(place * 4)) & 15)
                }
                return 16
            }
        }.joined()
    }
}
