import Testing

@testable import Credentials

@Suite struct APITokenTests {
    /// The vector of contract §2.1.
    static let vector = "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6"

    @Test func readsTheVectorOfTheContract() throws {
        let token = try #require(APIToken(Self.vector))
        #expect(token.publicKey.description == "tapub_EXAMPLEexampleEXAMPLE0")
        #expect(token.secretLast4 == "JzB6")
        #expect(token.exposedText == Self.vector)
        #expect(publicKey(ofValid: Self.vector) == token.publicKey)
    }

    @Test func givesTheDigestOfTheContract() throws {
        let token = try #require(APIToken(Self.vector))
        let digest = token.digest(with: HMACKey(TestKeys.pepper))
        #expect(digest.hex == "9abfb02c556c4a869611f2a284e1c218ee631a11d1a885532105f5fb060be9f2")
    }

    @Test func mintedTokensAreWellFormedAndDiffer() throws {
        let pattern = #/tapub_[0-9A-Za-z]{22}\.tasec_[0-9A-Za-z]{49}/#
        let texts = (0..<200).map { _ in APIToken.mint().exposedText }
        #expect(Set(texts).count == 200)
        for text in texts {
            #expect(text.wholeMatch(of: pattern) != nil)
            let token = try #require(APIToken(text))
            #expect(text.hasPrefix(token.publicKey.description + "."))
        }
    }

    @Test(arguments: 0..<84)
    func aChangeOfAnyCharacterIsRefused(index: Int) {
        for replacement in ["0", "1", "z", ".", "_", "-", " ", "\0", "\n"] {
            var characters = Array(Self.vector.map(String.init))
            guard characters[index] != replacement else { continue }
            characters[index] = replacement
            let text = characters.joined()
            #expect(APIToken(text) == nil)
            #expect(publicKey(ofValid: text) == nil)
        }
    }

    @Test(arguments: [
        "",
        ".",
        "tapub_",
        "tapub_EXAMPLEexampleEXAMPLE0",
        "tapub_EXAMPLEexampleEXAMPLE0.",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_",
        "tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6",
        "tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6.tapub_EXAMPLEexampleEXAMPLE0",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB60",
        " tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6\n",
        "tapub_EXAMPLEexampleEXAMPLE0..tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret0004JJzB6",
        "tapub_EXAMPLEexampleEXAMPLE.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret000004JJzB6",
        "TAPUB_EXAMPLEexampleEXAMPLE0.TASEC_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret00004JJzB6",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret0000zzzzzz",
        "tapub_EXAMPLEexampleEXAMPLE0.tasec_EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret0000éééé",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(APIToken(text) == nil)
        #expect(publicKey(ofValid: text) == nil)
    }

    @Test func halvesOfTwoTokensDoNotJoin() {
        let first = APIToken.mint().exposedText
        let second = APIToken.mint().exposedText
        #expect(APIToken(String(first.prefix(28) + second.dropFirst(28))) == nil)
    }

    @Test func printingDumpingAndReflectingHideTheSecretHalf() throws {
        let token = try #require(APIToken(Self.vector))
        var dumped = ""
        dump(["token": token], to: &dumped)
        for text in [String(describing: token), String(reflecting: token), "\([token])", dumped] {
            #expect(text.contains("tapub_EXAMPLEexampleEXAMPLE0"))
            #expect(!text.contains("EXAMPLEsecret"))
            #expect(!text.contains("JzB6"))
        }
    }

    private func publicKey(ofValid text: String) -> APITokenPublicKey? {
        Array(text.utf8).withUnsafeBytes { APIToken.publicKey(ofValid: $0) }
    }
}
