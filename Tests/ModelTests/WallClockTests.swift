import Model
import Testing

@Suite struct WallClockTests {
    @Test func itGivesWhatItsSourceSays() {
        #expect(WallClock { Timestamp(seconds: 7) }.now() == Timestamp(seconds: 7))
    }

    @Test func theMachinesClockDoesNotStandInThePast() {
        #expect(WallClock.system.now() > Timestamp(seconds: 1_735_689_600))
    }
}
