/// What a person is to a whole organization (logger rule P1); the raw value is what is stored.
public enum PersonRole: String, NamedChoice {
    /// Nothing beyond the own work.
    case learner = ""
    /// Reads what all of the organization's learners do.
    case coach
    /// Reads the same, as the organization's administrator.
    case admin

    /// See ``NamedChoice``.
    public var name: String { self == .learner ? "learner" : rawValue }
}
