import Model
import Testing

@testable import Credentials

@Suite struct DerivedKeyCacheTests {
    @Test func derivesOnceAndIsBounded() {
        let cache = DerivedKeyCache()
        let key = HMACKey(TestKeys.embed)
        var derived = 0
        for number in 0..<UInt64(DerivedKeyCache.capacity * 2 + 5) {
            for _ in 0..<2 {
                _ = cache.key(version: 1, organization: OrganizationID(high: 0, low: number)) {
                    derived += 1
                    return key
                }
            }
            #expect(cache.count <= DerivedKeyCache.capacity)
        }
        #expect(derived == DerivedKeyCache.capacity * 2 + 5)
        #expect(cache.count == 5)
    }
}
