/// Runs SQL inside one transaction.
///
/// Parameters are written `?1`, `?2`, …; the same text runs on every engine. A connection is valid
/// only inside the closure that receives it and must not leave it.
public protocol SQLConnection {
    /// Runs a query and gives what `read` makes of each row.
    ///
    /// - Throws: ``StorageError``, or what `read` throws.
    func query<Value>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ read: (any SQLRow) throws -> Value
    ) throws -> [Value]

    /// Runs a query and gives what `read` makes of its first row; nil without one.
    ///
    /// - Throws: ``StorageError``, or what `read` throws.
    func first<Value>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ read: (any SQLRow) throws -> Value
    ) throws -> Value?

    /// Runs a statement that changes data and gives the number of rows it changed.
    ///
    /// - Throws: ``StorageError``; `constraint` when a key or check refuses the change.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws -> Int
}
