public import Model

/// The present row of a running query, valid only inside the closure that receives it.
///
/// Columns count from 0.
public protocol SQLRow {
    /// Whether a column is NULL.
    func isNull(_ column: Int) -> Bool
    /// A column as text; empty for NULL.
    func text(_ column: Int) -> String
    /// Calls `body` with the bytes of a text column, which are good for the duration of the call; none for NULL.
    func withText<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value
    /// A column as a whole number; 0 for NULL.
    func integer(_ column: Int) -> Int64
    /// A column as a floating-point number; 0 for NULL.
    func real(_ column: Int) -> Double
}

extension SQLRow {
    /// A column as text, or nil for NULL.
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A column as a whole number, or nil for NULL.
    public func optionalInteger(_ column: Int) -> Int? { isNull(column) ? nil : Int(integer(column)) }

    /// A column as a floating-point number, or nil for NULL.
    public func optionalReal(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }

    /// A column as an instant.
    public func time(_ column: Int) -> Timestamp { Timestamp(microseconds: integer(column)) }

    /// A column as an instant, or nil for NULL.
    public func optionalTime(_ column: Int) -> Timestamp? { isNull(column) ? nil : time(column) }

    /// A column as stored JSON, or nil for NULL.
    public func optionalJSON(_ column: Int) -> JSONText? { optionalText(column).map(JSONText.init(trusted:)) }

    /// A column as an identifier.
    ///
    /// - Throws: ``StorageError`` `corrupt` when it is none.
    public func id<Subject>(_ column: Int) throws -> ID<Subject> {
        guard let id = withText(column, { ID<Subject>(dashed: $0) }) else {
            throw StorageError.corrupt("column \(column) is no UUID")
        }
        return id
    }

    /// A column as an identifier, or nil for NULL and for empty text.
    ///
    /// - Throws: ``StorageError`` `corrupt` when it is neither.
    public func optionalID<Subject>(_ column: Int) throws -> ID<Subject>? {
        // NULL and empty text have no bytes.
        if withText(column, \.isEmpty) { return nil }
        return try id(column)
    }
}
