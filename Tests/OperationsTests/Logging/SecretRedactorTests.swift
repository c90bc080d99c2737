import Testing

@testable import Operations

@Suite struct SecretRedactorTests {
    private static let secret = "EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6"
    private static let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl-_"

    private func redacted(_ text: String) -> String {
        String(decoding: SecretRedactor.redacted(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("tasec_\(secret)", "tasec_***"),
        ("Bearer tapub_EXAMPLEexampleEXAMPLE0.tasec_\(secret)!", "Bearer tapub_EXAMPLEexampleEXAMPLE0.tasec_***!"),
        (#"{"token":"tasec_\#(secret)","n":1}"#, #"{"token":"tasec_***","n":1}"#),
        ("tasec_\(secret)tasec_\(secret)", "tasec_***_***"),
        ("tasec_\(secret) tasec_\(secret)", "tasec_*** tasec_***"),
        ("half of it: tasec_EXAMPLEsecretEXAM", "half of it: tasec_***"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw/+a=, ok", "whsec_***, ok"),
        (jwt, "jwt ***"),
        ("?id_token=\(jwt)&state=1", "?id_token=jwt ***&state=1"),
        (#"line\n\#(jwt)\n"#, #"line\njwt ***\n"#),
        ("unsigned eyJhbGciOiJub25lIn0.eyJhIjoxfQ. end", "unsigned jwt *** end"),
        ("encrypted \(jwt).aXY.dGFn.", "encrypted jwt ***."),
        ("eyJa.\(jwt)", "jwt ***"),
        ("\(jwt) whsec_MfKQ9r8GKYqrTwjU tasec_\(secret)", "jwt *** whsec_*** tasec_***"),
        ("eyJeyJtasec_\(secret)", "eyJeyJtasec_***"),
    ])
    func credentialsAreBlottedOut(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test(arguments: [
        "",
        "_",
        "J",
        "nothing to see",
        "tasec_short",
        "atasec_",
        "whsec_",
        "snake_case_names_and_JSON",
        "eyJ",
        "eyJ.",
        "eyJ..",
        "eyJhbGciOiJSUzI1NiJ9",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0",
        "eyJhbGciOiJSUzI1NiJ9..c2ln",
        "ÜeyJ \u{1F600} _",
    ])
    func otherTextStaysAsItIs(text: String) {
        #expect(redacted(text) == text)
    }

    @Test func longRunThatIsNoTokenIsReadOnce() {
        // Quadratic work would make this take minutes.
        let text = String(repeating: "eyJ", count: 200_000)
        #expect(redacted(text) == text)
    }
}
