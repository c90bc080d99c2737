import Credentials

/// Texts that look like API tokens and are none.
enum TokenText {
    /// A well-formed token that nobody issued.
    static func unknown() -> String { APIToken.mint().exposedText }

    /// The public half of one token with a secret half of its own and a right checksum.
    static func withOtherSecret(_ text: String) -> String {
        let body = text.prefix(35) + unknown().dropFirst(35).prefix(43)
        return body + checksum(of: Array(body.utf8))
    }

    static func withOtherChecksum(_ text: String) -> String {
        let last = text.last == "0" ? "1" : "0"
        return text.dropLast() + last
    }

    /// The CRC-32 of the bytes as six base62 digits (contract §2.1), worked out bit by bit.
    private static func checksum(of bytes: [UInt8]) -> String {
        var register = UInt32.max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
        var rest = ~register
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var digits = ""
        for _ in 0..<6 {
            digits = String(alphabet[Int(rest % 62)]) + digits
            rest /= 62
        }
        return digits
    }
}
