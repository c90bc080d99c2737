import Testing

@testable import Operations

@Suite struct DrainingTests {
    @Test func drainingOnceBegunStays() {
        let draining = Draining()
        #expect(!draining.isDraining)
        draining.begin()
        draining.begin()
        #expect(draining.isDraining)
    }
}
