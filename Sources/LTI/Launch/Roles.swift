import Model

/// What a user is, in the course and elsewhere (LTI rules V17, S2).
public struct Roles: Sendable, Equatable {
    private let roles: [Role]

    /// Takes roles as they came.
    public init(_ texts: [String]) {
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

    /// Whether the user learns in the course; where no role in a course is told at all, in the institution.
    ///
    /// Open edX tells roles in the institution only.
    public var isLearner: Bool {
        has(["Learner"], in: .context) || !hasPlace && has(["Learner", "Student"], in: .institution)
    }

    /// Whether the platform may expect a score of the user: of learners, and of those of whom it does not say what they
    /// are in the course.
    public var isGraded: Bool { !isInstructor && (isLearner || !hasPlace) }

    /// Whether it is a preview by the platform, shown and never counted.
    public var isTestUser: Bool { has(["TestUser"], in: .system) }

    /// Whether the user may choose content for the course (D2).
    ///
    /// Platforms send administrators who are not enrolled without any role in the course, and Open edX nobody with one;
    /// then what they are in the institution counts. They see lessons by that, and no learner.
    public var mayChooseContent: Bool {
        if has(["Instructor", "ContentDeveloper", "Administrator"], in: .context) { return true }
        guard !hasPlace else { return false }
        return has(["Administrator", "Instructor"], in: .institution)
            || has(["Administrator", "SysAdmin"], in: .system)
    }

    /// Whether any role in the course is told.
    private var hasPlace: Bool { roles.contains { $0.scope == .context } }

    private func has(_ names: [String], in scope: Role.Scope) -> Bool {
        roles.contains { $0.scope == scope && names.contains($0.name) }
    }
}
