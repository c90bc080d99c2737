/// One thing that is wrong with a lesson file.
public struct LessonFileProblem: Sendable, Equatable {
    /// Where: `sections[0].steps[2].widgets[1].points`; empty for the file as a whole.
    public let path: String
    /// Which rule is broken, fit for the author of the file.
    public let reason: String

    /// Makes a problem.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension LessonFileProblem: CustomStringConvertible {
    /// The place and the reason: `path: reason`.
    public var description: String { "\(path.isEmpty ? "file" : path): \(reason)" }
}
