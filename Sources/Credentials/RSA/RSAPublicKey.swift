import COpenSSL

/// A public key that verifies RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
///
/// Unchecked because of the pointer: the key is never written after `init`, and libcrypto allows many threads to verify
/// with one key.
public final class RSAPublicKey: @unchecked Sendable {
    /// How long a modulus may be, in bits: shorter ones are too weak (RFC 7518 §3.3), longer ones too slow.
    public static let modulusBits = 2_048...8_192
    /// Longer exponents only make a verification slow.
    private static let longestExponent = 8

    /// The modulus, big endian without leading zeros.
    public let modulus: [UInt8]
    /// The exponent, big endian without leading zeros.
    public let exponent: [UInt8]
    private let key: OpaquePointer

    /// Makes a key of its numbers, big endian; leading zeros are ignored.
    ///
    /// Nil unless the modulus is odd and has 2048 to 8192 bits, and the exponent is odd, at least 3 and below 2⁶⁴.
    public convenience init?(modulus: some Sequence<UInt8>, exponent: some Sequence<UInt8>) {
        let modulus = Array(modulus.drop { $0 == 0 })
        let exponent = Array(exponent.drop { $0 == 0 })
        guard Self.isAcceptable(modulus: modulus, exponent: exponent),
            let key = lectern_rsa_public_create(modulus, modulus.count, exponent, exponent.count)
        else { return nil }
        self.init(adopting: key, modulus: modulus, exponent: exponent)
    }

    /// Reads a PEM public key (`PUBLIC KEY` or `RSA PUBLIC KEY`), under the same conditions; nil for anything else.
    public convenience init?(pem text: String) {
        var text = text
        let key = text.withUTF8 { lectern_rsa_from_pem($0.baseAddress, $0.count, 0) }
        guard let key else { return nil }
        self.init(adopting: key)
    }

    /// Takes a key over, also the public part of a private one; nil (and freed) when it is not acceptable.
    convenience init?(adopting key: OpaquePointer) {
        let modulus = Self.component(of: key, isModulus: true)
        let exponent = Self.component(of: key, isModulus: false)
        guard Self.isAcceptable(modulus: modulus, exponent: exponent) else {
            EVP_PKEY_free(key)
            return nil
        }
        self.init(adopting: key, modulus: modulus, exponent: exponent)
    }

    private init(adopting key: OpaquePointer, modulus: [UInt8], exponent: [UInt8]) {
        self.key = key
        self.modulus = modulus
        self.exponent = exponent
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// Whether a signature is that of the bytes.
    public func isSignature(_ signature: [UInt8], of bytes: UnsafeRawBufferPointer) -> Bool {
        // libcrypto takes a shorter one for a number with leading zeros; RFC 8017 §8.2.2 does not.
        guard signature.count == modulus.count else { return false }
        return lectern_rs256_verify(key, bytes.baseAddress, bytes.count, signature, signature.count) == 1
    }

    // MARK: - Numbers

    private static func component(of key: OpaquePointer, isModulus: Bool) -> [UInt8] {
        let room = modulusBits.upperBound / 8
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = lectern_rsa_component(key, isModulus ? 1 : 0, buffer.baseAddress, room)
        }
    }

    private static func bitCount(_ number: [UInt8]) -> Int {
        number.count * 8 - (number.first?.leadingZeroBitCount ?? 0)
    }

    private static func isAcceptable(modulus: [UInt8], exponent: [UInt8]) -> Bool {
        guard let lastOfModulus = modulus.last, let lastOfExponent = exponent.last else { return false }
        return modulusBits.contains(bitCount(modulus)) && lastOfModulus % 2 == 1
            && exponent.count <= longestExponent && lastOfExponent % 2 == 1 && exponent != [1]
    }
}

extension RSAPublicKey: Equatable {
    /// Whether the numbers are the same.
    public static func == (left: RSAPublicKey, right: RSAPublicKey) -> Bool {
        left.modulus == right.modulus && left.exponent == right.exponent
    }
}
