extension Store {
    /// Reads on the caller's thread where the engine can, else as any other read; for look-ups that take microseconds.
    ///
    /// - Throws: what `body` throws, or ``StorageError``.
    public func readSoon<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        if let immediate { try immediate.read(body) } else { try await read(body) }
    }
}
