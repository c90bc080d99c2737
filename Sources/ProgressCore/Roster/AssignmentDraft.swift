/// An assignment that is to be made.
public struct AssignmentDraft: Sendable, Equatable {
    /// What is given.
    public var content: AssignmentContent
    /// Its title, 1–200 characters; nil for a lesson that goes by its own.
    public var title: String?
    /// Whom it is given to, at least one course or group.
    public var targets: [RosterCollection]
    /// Whether a quiz can be taken.
    public var isActive: Bool
    /// Whether it is put aside.
    public var isArchived: Bool

    /// Makes a draft.
    public init(
        _ content: AssignmentContent,
        title: String?,
        targets: [RosterCollection],
        isActive: Bool = true,
        isArchived: Bool = false
    ) {
        self.content = content
        self.title = title
        self.targets = targets
        self.isActive = isActive
        self.isArchived = isArchived
    }
}
