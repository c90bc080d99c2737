import Model

/// Which version of a unit's tests a learner gets: fixed for learner, course session and unit, and opposite before and after
/// (logger rule S18).
struct UnitTestVersion {
    private let seed: UInt64
    private let unit: ExternalID
    private let courseSession: ExternalID

    init(unit: ExternalID, courseSession: ExternalID, learner: LearnerID) {
        self.unit = unit
        self.courseSession = courseSession
        seed = Self.mix(
            [unit.high, unit.low, courseSession.high, courseSession.low, learner.high, learner.low]
        )
    }

    /// The test before or after.
    func criterion(_ moment: MasteryCriterion.UnitTest.Moment) -> MasteryCriterion.UnitTest {
        let isFirst = (seed & 1 == 0) == (moment == .pre)
        return MasteryCriterion.UnitTest(version: isFirst ? "A" : "B", moment: moment)
    }

    /// The content that the test before or after is: not the same, and the same for all learners.
    func content(_ moment: MasteryCriterion.UnitTest.Moment) -> ExternalID {
        let words = [unit.high, unit.low, courseSession.high, courseSession.low, moment == .pre ? 1 : 2]
        return ExternalID(high: Self.mix(words + [3]), low: Self.mix(words + [4]))
    }

    /// Spreads words over 64 bits, the same in every process (the finalizer of SplitMix64 over each).
    private static func mix(_ words: [UInt64]) -> UInt64 {
        words.reduce(0) { state, word in
            var value = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
