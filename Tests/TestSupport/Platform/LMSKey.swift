package import Credentials
import Model

/// A key of a platform under its name in the key set.
package struct LMSKey: Sendable {
    // Making one takes tenths of a second, so all platforms of a test run share these.
    package static let first = RSAPrivateKey.generate()
    package static let second = RSAPrivateKey.generate()
    /// One that no platform publishes.
    package static let foreign = RSAPrivateKey.generate()

    package let id: String
    package let key: RSAPrivateKey
    /// Other members than usual for the key set, as JSON texts.
    package var changes: [String: String]

    package init(_ id: String, _ key: RSAPrivateKey, changes: [String: String] = [:]) {
        self.id = id
        self.key = key
        self.changes = changes
    }

    /// The public part as JSON Web Key.
    package var jwk: String {
        var object = JSONObject([("kty", #""RSA""#), ("use", #""sig""#), ("alg", #""RS256""#)])
        object.set("kid", id)
        object.set("n", Base64URL.encode(key.publicKey.modulus))
        object.set("e", Base64URL.encode(key.publicKey.exponent))
        for (name, text) in changes { object[name] = text.isEmpty ? nil : text }
        return object.text
    }

    /// Keys that are of no use for a tool, as real key sets have them among others.
    package static let others = [
        #"{"kty":"EC","crv":"P-256","kid":"ec","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        #"{"kty":"oct","kid":"secret","k":"AAAA"}"#, #"{"kty":"RSA","kid":"broken","use":"sig"}"#, "7",
    ]
}
