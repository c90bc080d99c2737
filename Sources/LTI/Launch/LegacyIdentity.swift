import Credentials
import Model

/// What user, course and link were called under LTI 1.1, proved with the secret of that time (LTI rule M1).
public struct LegacyIdentity: Sendable, Equatable {
    /// The consumer key whose secret proved it.
    public let consumerKey: String
    /// The user; nil when the id has not changed.
    public let userID: String?
    /// The course; nil when the id has not changed.
    public let contextID: String?
    /// The link; nil when the id has not changed.
    public let resourceLinkID: String?

    /// Reads the claim; nil when there is none or its proof is not right.
    init?(_ token: VerifiedToken, deploymentID: String, secret: (String) -> SecretBytes?) {
        let payload = token.payload
        guard let claim = payload[Claim.legacy], let consumerKey = token.legacyConsumerKey,
            let sign = claim.text("oauth_consumer_key_sign"),
            let expiry = payload["exp"]?.textString,
            let nonce = payload["nonce"]?.cleanString,
            let secret = secret(consumerKey)
        else { return nil }
        let registration = token.registration
        let signed = [consumerKey, deploymentID, registration.issuer, registration.clientID, expiry, nonce]
        guard Self.isSign(sign, of: signed.joined(separator: "&"), secret: secret) else { return nil }
        self.consumerKey = consumerKey
        userID = claim.text("user_id")
        contextID = claim.text("context_id")
        resourceLinkID = claim.text("resource_link_id")
    }

    private static func isSign(_ sign: String, of text: String, secret: SecretBytes) -> Bool {
        // Standard base64 differs from base64url in two characters and the padding.
        let characters = sign.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        let unpadded = characters.last == UInt8(ascii: "=") ? characters.dropLast() : characters[...]
        guard let bytes = Base64URL.decode(unpadded), let digest = bytes.withUnsafeBytes({ Digest($0) }) else {
            return false
        }
        return HMACKey(secret).code(for: Array(text.utf8)) == digest
    }
}
