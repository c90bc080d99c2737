import COpenSSL

/// A key for HMAC-SHA-256 (RFC 2104, FIPS 198-1), prepared once so that each code costs two hashes and no key schedule.
///
/// Unchecked because of the pointer: the context is never written after `init`, each code is computed in a duplicate of
/// it, and libcrypto allows many threads to duplicate one context.
public final class HMACKey: @unchecked Sendable {
    private let context: OpaquePointer

    /// Prepares a key of any length; 32 random bytes is the right one.
    ///
    /// The key is copied into libcrypto, which overwrites its copy when this object goes. A libcrypto without
    /// HMAC-SHA-256 ends the process: nothing could be authenticated.
    public init(_ secret: SecretBytes) {
        let context = secret.withBytes { lectern_hmac_sha256_create($0.baseAddress, $0.count) }
        guard let context else { preconditionFailure("libcrypto cannot prepare HMAC-SHA-256") }
        self.context = context
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    /// The authentication code of the bytes.
    public func code(for bytes: UnsafeRawBufferPointer) -> Digest {
        Digest { code in
            // Fails only when there is no memory left; a code that was not computed must not go on.
            guard lectern_hmac_sha256_compute(context, bytes.baseAddress, bytes.count, code) == 1 else {
                preconditionFailure("libcrypto cannot compute HMAC-SHA-256")
            }
        }
    }

    /// The authentication code of the bytes.
    public func code(for bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { code(for: $0) }
    }
}
