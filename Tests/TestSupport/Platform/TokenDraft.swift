package import Credentials
import Model

/// An id token before it is signed, for a test to change.
package struct TokenDraft: Sendable {
    /// The claims' names.
    package static let lti = "https://purl.imsglobal.org/spec/lti/claim/"
    package static let deepLinkingSettings = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
    package static let grades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    package static let roster = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

    package var header: JSONObject
    package var claims: JSONObject
    package var key: RSAPrivateKey
    /// The present second of the platform.
    package let second: Int64
    /// Changes the signed text.
    package var edit: @Sendable (String) -> String = { $0 }

    /// Signs it, whatever its header says of that.
    package var token: String {
        edit(Self.sign(header: header.text, payload: claims.text, key: key))
    }

    /// The compact form of a header and a payload under RS256.
    package static func sign(header: String, payload: String, key: RSAPrivateKey) -> String {
        let token = Array("\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))".utf8)
        let signature = token.withUnsafeBytes { key.signature(of: $0) }
        return "\(String(decoding: token, as: UTF8.self)).\(Base64URL.encode(signature))"
    }

    /// Leaves claims out.
    package mutating func remove(_ names: String...) {
        for name in names { claims[name] = nil }
    }

    // MARK: Forgeries

    /// Without a signature, as `alg` none has it.
    package mutating func removeSignature() {
        header.set("alg", "none")
        edit = { $0.split(separator: ".")[..<2].joined(separator: ".") + "." }
    }

    /// Signed by HMAC with the platform's public key as the secret.
    package mutating func signByHMAC() {
        header.set("alg", "HS256")
        let key = HMACKey(SecretBytes(key.publicKey.modulus))
        edit = { text in
            let signed = text.split(separator: ".")[..<2].joined(separator: ".")
            let code = key.code(for: Array(signed.utf8)).withBytes { Base64URL.encode($0) }
            return "\(signed).\(code)"
        }
    }

    /// Changes a text in the payload after the signing.
    package mutating func changePayload(_ old: String, to new: String) {
        edit = { text in
            let parts = text.split(separator: ".").map(String.init)
            let payload = String(decoding: Base64URL.decode(parts[1].utf8) ?? [], as: UTF8.self)
            return "\(parts[0]).\(Base64URL.encode(payload.replacing(old, with: new).utf8)).\(parts[2])"
        }
    }
}
