import Model

/// The present of the tests.
enum TestTime {
    static let now = Timestamp(seconds: 1_800_000_000)
    static let second = 1_800_000_000
}
