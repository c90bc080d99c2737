/// What can go wrong between a store and its engine.
public enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A unique key, foreign key or check refuses the change.
    case constraint(String)
    /// Another process holds the store for longer than the wait allows, or too many writes are waiting.
    case busy(String)
    /// The store holds something that we did not write.
    case corrupt(String)
    /// Anything else that the engine reports; payload: its code and message.
    case engine(code: Int32, message: String)

    /// The case with its message.
    public var description: String {
        switch self {
        case .constraint(let message): "constraint: \(message)"
        case .busy(let message): "busy: \(message)"
        case .corrupt(let message): "corrupt: \(message)"
        case .engine(let code, let message): "engine error \(code): \(message)"
        }
    }
}
