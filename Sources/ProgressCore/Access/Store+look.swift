import Storage

extension Store {
    /// One look-up, on this thread where the engine can.
    func look<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        if let immediate { return try immediate.read(body) }
        return try await read(body)
    }
}
