/// An API token with both halves: `tapub_` + 22 base62 characters + `.tasec_` + 43 base62 characters + 6 of checksum.
///
/// The checksum is the CRC-32 of everything before it, in base62 (contract §2.1). A value of this type is well formed;
/// whether it is known, only a look-up of its ``publicKey`` and its ``digest(with:)`` can tell. Printing, dumping and
/// reflecting it shows the public half only.
public struct APIToken: Sendable {
    /// How many characters a token has.
    public static let characterCount = 84

    private static let separator: StaticString = ".tasec_"
    private static let publicDigits = 6..<28
    private static let separatorRange = 28..<35
    private static let secretDigits = 35..<78
    private static let checksumDigits = 78..<84

    /// The half that identifies the token.
    public let publicKey: APITokenPublicKey
    private let text: SecretBytes

    /// Parses a token from its ASCII bytes; nil when its form or checksum is wrong.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard let publicKey = APIToken.publicKey(ofValid: bytes) else { return nil }
        self.publicKey = publicKey
        text = SecretBytes(bytes)
    }

    /// Parses a token; nil when its form or checksum is wrong.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { APIToken(UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    private init(minted text: SecretBytes) {
        publicKey = text.withBytes { APITokenPublicKey(digits: $0[APIToken.publicDigits]) }
        self.text = text
    }

    /// Makes a new token: 131 random bits in the public half, 256 in the secret one.
    public static func mint() -> APIToken {
        let text = SecretBytes(count: characterCount) { bytes in
            bytes.copyBytes(from: APITokenPublicKey.prefix.description.utf8)
            Base62.writeRandom(to: bytes[publicDigits])
            UnsafeMutableRawBufferPointer(rebasing: bytes[separatorRange]).copyBytes(from: separator.description.utf8)
            Base62.writeRandom(to: bytes[secretDigits])
            let checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<secretDigits.upperBound]))
            Base62.write(UInt64(checksum), to: bytes[checksumDigits])
        }
        return APIToken(minted: text)
    }

    /// The public half of a token whose form and checksum are right; nil otherwise.
    ///
    /// For the hot path: it neither allocates nor keeps the bytes, which go on to ``HMACKey/code(for:)``.
    public static func publicKey(ofValid bytes: UnsafeRawBufferPointer) -> APITokenPublicKey? {
        guard bytes.count == characterCount,
            bytes.contains(APITokenPublicKey.prefix, at: 0),
            bytes.contains(separator, at: separatorRange.lowerBound),
            Base62.isDigits(bytes[publicDigits]),
            Base62.isDigits(bytes[secretDigits]),
            let checksum = Base62.number(bytes[checksumDigits]),
            checksum == CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<checksumDigits.lowerBound]))
        else { return nil }
        return APITokenPublicKey(digits: bytes[publicDigits])
    }

    /// The last 4 characters of the token, by which its owner can tell it from others; the console shows them.
    public var secretLast4: String {
        text.withBytes { String(decoding: $0.suffix(4), as: UTF8.self) }
    }

    /// All 84 characters, secret half included: for the one answer that shows a new token, and nothing else.
    public var exposedText: String {
        text.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// What is stored of the token: HMAC-SHA-256 of all 84 characters under a pepper (contract §2.2).
    public func digest(with pepper: HMACKey) -> Digest {
        text.withBytes { pepper.code(for: $0) }
    }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public half and a placeholder for the secret one.
    public var description: String { "\(publicKey).tasec_***" }

    /// The public half and a placeholder for the secret one.
    public var debugDescription: String { description }

    /// A mirror that shows the public half only.
    public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}
