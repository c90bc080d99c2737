import Model

/// What a user is, in the course and elsewhere (LTI rules V17, S2).
public struct Roles: Sendable, Equatable {
    /// The roles as they came.
    public let texts: [String]
    private let roles: [Role]

    /// Takes roles as they came.
    public init(_ texts: [String]) {
        self.texts = texts
        roles = texts.map { Role($0) }
    }

    /// Reads the claim.
    ///
    /// - Throws: ``LaunchRefusal`` `bad_roles` unless it is a list of strings.
    init(_ node: JSONNode?) throws(LaunchRefusal) {
        guard let elements = node?.elements else { throw .badRoles }
        let texts = elements.compactMap(\.string)
        guard texts.count == elements.count else { throw .badRoles }
        self.init(texts)
    }

    /// Whether the user teaches the course: what they are elsewhere plays no part.
    public var isInstructor: Bool { has(["Instructor", "Administrator"], in: .context) }

    /// Whether the user learns in the course.
    public var isLearner: Bool { has(["Learner"], in: .context) }

    /// Whether the user looks after learners of the course.
    public var isMentor: Bool { has(["Mentor"], in: .context) }

    /// Whether it is a preview by the platform, shown and never counted.
    public var isTestUser: Bool { has(["TestUser"], in: .system) }

    /// Whether the user may choose content for the course (D2).
    ///
    /// Platforms send administrators who are not enrolled without any role in the course; those may, too.
    public var mayChooseContent: Bool {
        if has(["Instructor", "ContentDeveloper", "Administrator"], in: .context) { return true }
        guard !roles.contains(where: { $0.scope == .context }) else { return false }
        return has(["Administrator"], in: .institution) || has(["Administrator", "SysAdmin"], in: .system)
    }

    private func has(_ names: [String], in scope: Role.Scope) -> Bool {
        roles.contains { $0.scope == scope && names.contains($0.name) }
    }
}
