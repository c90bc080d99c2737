import COpenSSL

extension Digest {
    /// The SHA-256 of bytes (FIPS 180-4).
    ///
    /// It takes no key: only what has many random bits is safe to keep in this form.
    public static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest {
        Digest { digest in
            // Fails only when there is no memory left; a digest that was not computed must not go on.
            guard lectern_sha256(bytes.baseAddress, bytes.count, digest) == 1 else {
                preconditionFailure("libcrypto cannot compute SHA-256")
            }
        }
    }

    /// The SHA-256 of bytes (FIPS 180-4).
    public static func sha256(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { sha256($0) }
    }
}
