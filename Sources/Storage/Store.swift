/// One database behind the SQL interface that both engines share (design §3).
public protocol Store: Sendable {
    /// Runs `body` in a transaction and answers when it is on disk.
    ///
    /// Concurrent writes share one commit; an error undoes only what its own `body` did. An engine may run `body` again
    /// after a serialization failure, so it must have no effect but on the database.
    /// - Throws: what `body` throws, or ``StorageError`` when the commit fails: then nothing of it is stored.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs `body` in a read transaction: all its queries see one state.
    ///
    /// - Throws: what `body` throws, or ``StorageError``.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Reads that answer on the caller's thread within microseconds; nil where the engine cannot.
    var immediate: (any ImmediateReads)? { get }
}

/// Short reads on the caller's thread, for the hot path (design §8).
public protocol ImmediateReads: Sendable {
    /// Differs from every earlier value once any process has committed to the database.
    ///
    /// Reading it costs nanoseconds. A commit that was acknowledged before the call is always reflected.
    var stamp: UInt64 { get }

    /// Runs `body`, whose queries all see one state: one that has every commit acknowledged before the call.
    ///
    /// - Throws: what `body` throws, or ``StorageError``.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value

    /// Calls `body` with the text of one column of one row, which is good for the duration of the call.
    ///
    /// It sees every commit acknowledged before the call, and costs half of a query.
    /// - Returns: what `body` returns; nil where there is no such row or text.
    /// - Throws: ``StorageError``.
    func withText<Value>(_ column: ColumnName, row: Int64, _ body: (UnsafeRawBufferPointer) -> Value) throws -> Value?
}

/// A column of a table whose rows are numbered.
public struct ColumnName: Sendable {
    let table: StaticString
    let column: StaticString

    /// Names a column.
    public init(_ column: StaticString, of table: StaticString) {
        self.table = table
        self.column = column
    }
}
