public import Model

/// The place in a lesson list at which the next page starts, opaque to the caller (contract §3.1).
public struct LessonCursor: Sendable, Equatable {
    /// The last lesson's time of update.
    public let updatedAt: Timestamp
    /// The last lesson.
    public let lesson: LessonID

    /// The place after a lesson.
    public init(after lesson: Lesson) {
        self.updatedAt = lesson.updatedAt
        self.lesson = lesson.id
    }

    /// The text that goes to the caller; it works only for the same organization.
    public func text(for organization: OrganizationID) -> String {
        "l1.\(String(updatedAt.microseconds, radix: 36)).\(lesson).\(Self.mark(organization))"
    }

    /// Reads the text back; nil when it is malformed or was given to another organization.
    public init?(_ text: String, for organization: OrganizationID) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "l1", let time = Int64(parts[1], radix: 36),
            let lesson = LessonID(parts[2]), parts[3] == Self.mark(organization)
        else { return nil }
        self.updatedAt = Timestamp(microseconds: time)
        self.lesson = lesson
    }

    private static func mark(_ organization: OrganizationID) -> String {
        String(UInt32(truncatingIfNeeded: organization.low ^ organization.low >> 32), radix: 36)
    }
}
