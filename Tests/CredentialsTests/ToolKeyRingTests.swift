import Model
import Testing

@testable import Credentials

@Suite struct ToolKeyRingTests {
    private let start = Timestamp(seconds: 1_700_000_000)
    private let age = Double(ToolKeyRing.publishedSeconds)

    private func key(_ version: Int, _ key: RSAPrivateKey, age: Double) -> ToolKey {
        ToolKey(version: version, key: key, createdAt: start.adding(seconds: -age))
    }

    @Test func withoutKeysThereIsNoRing() {
        #expect(ToolKeyRing([]) == nil)
    }

    @Test func theOnlyKeySignsAtOnce() throws {
        let ring = try #require(ToolKeyRing([key(1, TestRSAKeys.first, age: 0)]))
        #expect(ring.signing(at: start).version == 1)
    }

    @Test func aNewKeySignsWhenPlatformsCanKnowIt() throws {
        let ring = try #require(
            ToolKeyRing([key(2, TestRSAKeys.second, age: 0), key(1, TestRSAKeys.first, age: 90_000)])
        )
        #expect(ring.keys.map(\.version) == [1, 2])
        #expect(ring.signing(at: start).version == 1)
        #expect(ring.signing(at: start.adding(seconds: age - 1)).version == 1)
        #expect(ring.signing(at: start.adding(seconds: age)).version == 2)
    }

    @Test func ofTwoNewKeysTheOlderSigns() throws {
        let ring = try #require(
            ToolKeyRing([key(7, TestRSAKeys.second, age: 0), key(3, TestRSAKeys.first, age: 10)])
        )
        #expect(ring.signing(at: start).version == 3)
    }

    @Test func allKeysArePublishedAndNoPrivatePart() throws {
        let ring = try #require(
            ToolKeyRing([key(1, TestRSAKeys.first, age: 0), key(2, TestRSAKeys.second, age: 0)])
        )
        let keys = try #require(try JSONParser.parse(ring.publicKeySet.text)["keys"]?.elements)
        #expect(keys.map { $0["kid"]?.string } == ring.keys.map(\.id))
        #expect(keys.compactMap { RSAPublicKey(jwk: $0) } == ring.keys.map(\.key.publicKey))
        #expect(keys.allSatisfy { $0.members?.map(\.name) == ["kty", "use", "alg", "kid", "n", "e"] })
    }

    @Test func theIDFollowsFromTheKeyAlone() {
        #expect(key(1, TestRSAKeys.first, age: 0).id == key(9, TestRSAKeys.first, age: 5).id)
        #expect(key(1, TestRSAKeys.first, age: 0).id != key(1, TestRSAKeys.second, age: 0).id)
    }
}
