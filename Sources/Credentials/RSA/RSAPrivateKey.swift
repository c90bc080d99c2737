import COpenSSL

/// A private key that signs RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
///
/// Unchecked because of the pointer: the key is never written after `init`, and libcrypto allows many threads to sign
/// with one key. Printing and reflecting it shows nothing of the key.
public final class RSAPrivateKey: @unchecked Sendable {
    /// How many bits a new key has.
    public static let newKeyBits = 2_048
    /// More bytes than the PEM text of the longest acceptable key has.
    private static let longestPEM = 8_192

    /// The public part.
    public let publicKey: RSAPublicKey
    private let key: OpaquePointer

    /// Reads a PEM text (PKCS#8 or PKCS#1) without a passphrase; nil for anything else and for keys that
    /// ``RSAPublicKey/modulusBits`` or the conditions on exponents leave out.
    public convenience init?(pem text: SecretBytes) {
        guard let key = text.withBytes({ lectern_rsa_from_pem($0.baseAddress, $0.count, 1) }) else { return nil }
        self.init(adopting: key)
    }

    private init?(adopting key: OpaquePointer) {
        // One reference for each of the two objects; the second is given back by the public key, whatever becomes of
        // it.
        EVP_PKEY_up_ref(key)
        guard let publicKey = RSAPublicKey(adopting: key) else {
            EVP_PKEY_free(key)
            return nil
        }
        self.publicKey = publicKey
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// Makes a new key of 2048 bits with the exponent 65537, which takes a few tenths of a second.
    ///
    /// A libcrypto that cannot ends the process, like a random generator that fails.
    public static func generate() -> RSAPrivateKey {
        guard let key = lectern_rsa_generate(newKeyBits), let made = RSAPrivateKey(adopting: key) else {
            preconditionFailure("libcrypto cannot make an RSA key")
        }
        return made
    }

    /// The key as unencrypted PKCS#8 PEM.
    public var pem: SecretBytes {
        var length = 0
        let text = SecretBytes(count: Self.longestPEM) { buffer in
            length = lectern_rsa_private_pem(key, buffer.baseAddress, buffer.count)
        }
        guard length > 0 else { preconditionFailure("libcrypto cannot write an RSA key") }
        return text.withBytes { SecretBytes($0[..<length]) }
    }

    /// The signature of bytes, as long as the modulus.
    public func signature(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let room = publicKey.modulus.count
        let signature = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = lectern_rs256_sign(key, bytes.baseAddress, bytes.count, buffer.baseAddress, room)
        }
        guard signature.count == room else { preconditionFailure("libcrypto cannot sign") }
        return signature
    }
}

extension RSAPrivateKey: CustomStringConvertible, CustomReflectable {
    /// A placeholder, never the key.
    public var description: String { "RSAPrivateKey(redacted)" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
