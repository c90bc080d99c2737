/// Everything that was found wrong with a lesson file, in the order in which it was read.
public struct LessonFileErrors: Error, Sendable, Equatable {
    /// At most this many problems are collected from one file.
    public static let limit = 50

    /// What is wrong; at least one problem and at most ``limit``.
    public let problems: [LessonFileProblem]

    /// Makes the error.
    public init(problems: [LessonFileProblem]) {
        self.problems = problems
    }
}

extension LessonFileErrors: CustomStringConvertible {
    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
