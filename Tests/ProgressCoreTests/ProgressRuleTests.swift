import Testing

@testable import ProgressCore

@Suite struct ProgressRuleTests {
    @Test(arguments: [
        (0.0, 0.0), (0.0001, 0.001), (0.001, 0.001), (0.0011, 0.002), (0.4, 0.4), (0.12345, 0.124), (0.999, 0.999),
        (0.9991, 1), (1, 1),
    ])
    func valueIsRoundedUpToThousandths(value: Double, progress: Double) {
        #expect(ProgressRule.apply(.set(value), to: 0.7) == progress)
    }

    @Test(arguments: [
        (0.1, 0.2, 0.3), (0.0, 0.0001, 0.001), (0.7, 0.7, 1), (1, 0.5, 1), (0.5, 0, 0.5), (0.3, 0.6, 0.9),
        (0.999, 0.0005, 1),
    ])
    func deltaIsAdded(old: Double, delta: Double, progress: Double) {
        #expect(ProgressRule.apply(.add(delta), to: old) == progress)
    }

    @Test(arguments: [1, 3, 7, 20, 50, 125, 1_000])
    func equalStepsReachTheirExactSum(count: Int) {
        let step = 1 / Double(count)
        var progress = 0.0
        for _ in 0..<200 { progress = ProgressRule.apply(.add(0.001), to: progress) }
        #expect(progress == 0.2)
        progress = 0
        for _ in 0..<count { progress = ProgressRule.apply(.add(step), to: progress) }
        #expect(progress == 1)
    }

    @Test(arguments: 0...1_000)
    func thousandthsStayWhatTheyAre(thousandths: Int) {
        let value = Double(thousandths) / 1_000
        #expect(ProgressRule.apply(.set(value), to: 0) == value)
        #expect(ProgressRule.apply(.add(0), to: value) == value)
    }
}
