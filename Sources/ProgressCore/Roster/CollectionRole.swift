/// What a person is to a course or group (logger rules S15, P1); the raw value is what is stored.
public enum CollectionRole: String, NamedChoice {
    /// Is given what is assigned to it.
    case learner
    /// Reads what its learners do; of courses only.
    case coach

    /// See ``NamedChoice``.
    public var name: String { rawValue }
}
