import Credentials
import Testing

@Suite struct APITokenPublicKeyTests {
    private let text = "tapub_EXAMPLEexampleEXAMPLE0"

    @Test func comesBackAsItWent() throws {
        let key = try #require(APITokenPublicKey(text))
        #expect(key.description == text)
        #expect("\(key)" == text)
        #expect(String(reflecting: key) == text)
    }

    @Test(arguments: 6..<28)
    func aDifferenceInAnyCharacterIsSeen(index: Int) throws {
        var characters = Array(text)
        characters[index] = characters[index] == "z" ? "y" : "z"
        let changed = String(characters)
        let key = try #require(APITokenPublicKey(text))
        let other = try #require(APITokenPublicKey(changed))
        #expect(key != other)
        #expect(Set([key, other, key]).count == 2)
        #expect(other.description == changed)
    }

    @Test(arguments: [
        "", "tapub_", "tapub_EXAMPLEexampleEXAMPLE", "tapub_EXAMPLEexampleEXAMPLE01", "tasec_EXAMPLEexampleEXAMPLE0",
        "TAPUB_EXAMPLEexampleEXAMPLE0", "tapub_EXAMPLEexample-XAMPLE0", "tapub_EXAMPLEexampleEXAMPLé",
        " tapub_EXAMPLEexampleEXAMPL0", "tapub_EXAMPLEexampleEXAMPLE\n",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(APITokenPublicKey(text) == nil)
    }

    @Test func takesAPartOfAText() {
        #expect(APITokenPublicKey("\(text).tasec_".prefix(28))?.description == text)
    }
}
