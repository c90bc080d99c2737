import Credentials
import Model
import TestSupport
import Testing

/// What the tool signed, checked with its public key.
enum Signed {
    /// The payload of a token of the tool's.
    static func payload(_ text: String) throws -> JSONNode {
        let jws = try #require(PlatformJWS(text))
        #expect(jws.isSigned(by: TestKeys.tool.key.publicKey))
        #expect(jws.header["alg"]?.string == "RS256")
        #expect(jws.header["typ"]?.string == "JWT")
        #expect(jws.header["kid"]?.string == TestKeys.tool.id)
        return jws.payload
    }
}
