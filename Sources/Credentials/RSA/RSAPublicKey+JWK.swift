public import Model

/// The key as JSON Web Key (RFC 7517, RFC 7518 §6.3.1).
extension RSAPublicKey {
    /// Takes the numbers `n` and `e` of a JSON Web Key whose `kty` is `RSA`; nil when they are missing or not
    /// acceptable.
    public convenience init?(jwk node: JSONNode) {
        guard node["kty"]?.string == "RSA",
            let modulus = node["n"]?.string.flatMap({ Base64URL.decode($0.utf8) }),
            let exponent = node["e"]?.string.flatMap({ Base64URL.decode($0.utf8) })
        else { return nil }
        self.init(modulus: modulus, exponent: exponent)
    }

    /// The key's thumbprint: the base64url of the SHA-256 of its canonical form (RFC 7638 §3).
    ///
    /// It follows from the key alone, so that all processes name a key alike and no other key ever has the same name.
    public var thumbprint: String {
        let canonical = """
            {"e":"\(Base64URL.encode(exponent))","kty":"RSA","n":"\(Base64URL.encode(modulus))"}
            """
        return Digest.sha256(Array(canonical.utf8)).withBytes { Base64URL.encode($0) }
    }

    /// Writes the key as a JSON Web Key that verifies RS256 signatures.
    public func writeJWK(id: String, to json: inout JSONWriter) {
        json.object { json in
            json.name("kty")
            json.string("RSA")
            json.name("use")
            json.string("sig")
            json.name("alg")
            json.string("RS256")
            json.name("kid")
            json.string(id)
            json.name("n")
            json.string(Base64URL.encode(modulus))
            json.name("e")
            json.string(Base64URL.encode(exponent))
        }
    }
}
