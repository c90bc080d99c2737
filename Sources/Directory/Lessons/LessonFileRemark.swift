/// Something that the author of a good lesson file should know: what the player will drop or leave out.
public struct LessonFileRemark: Sendable, Equatable {
    /// At most this many remarks are collected from one file.
    public static let limit = 50

    /// Where: `sections[0].steps[2].content`.
    public let path: String
    /// What the player does, fit for the author of the file.
    public let reason: String

    /// Makes a remark.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension LessonFileRemark: CustomStringConvertible {
    /// The place and the reason: `path: reason`.
    public var description: String { "\(path): \(reason)" }
}
