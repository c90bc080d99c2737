import Testing

@testable import Gateway

@Suite struct SeenBeforeTests {
    @Test func secondTimeIsNoticed() {
        var seen = SeenBefore()
        for hash in [0, 1, -1, 4_095, 4_096 << 40] {
            #expect(seen.insert(hash) == false)
            #expect(seen.insert(hash) == true)
        }
    }

    @Test func newerReplacesTheOlderInItsPlace() {
        var seen = SeenBefore()
        let first = 7 | 2 << 40
        let second = 7 | 4 << 40
        #expect(seen.insert(first) == false)
        #expect(seen.insert(second) == false)
        #expect(seen.insert(first) == false)
    }
}
