import COpenSSL

/// Derives keys from a master key.
enum KeyDerivation {
    /// HKDF-SHA-256, extract and expand (RFC 5869 §2).
    ///
    /// - Parameters:
    ///   - master: the input keying material.
    ///   - salt: empty for the RFC's default of 32 zero bytes.
    ///   - info: what the derived key is for, at most 1024 bytes.
    ///   - count: length of the derived key in bytes, at most 8160.
    /// - Returns: the derived key.
    static func hkdf(_ master: SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int = 32) -> SecretBytes {
        SecretBytes(count: count) { output in
            let done = master.withBytes { master in
                lectern_hkdf_sha256(
                    master.baseAddress,
                    master.count,
                    salt,
                    salt.count,
                    info,
                    info.count,
                    output.baseAddress,
                    output.count
                )
            }
            guard done == 1 else { preconditionFailure("libcrypto cannot compute HKDF-SHA-256") }
        }
    }
}
