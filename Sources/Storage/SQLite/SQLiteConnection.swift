import GRDB
import GRDBSQLite
import Model

/// Gives prepared statements of one connection to a database; each is prepared once and kept.
///
/// An object, so that a connection is two words and needs no box when it is passed as `any SQLConnection`.
protocol StatementSource: AnyObject {
    /// The statement of a SQL text, reset and ready to be bound.
    ///
    /// - Throws: ``StorageError``.
    func statement(_ sql: String) throws -> OpaquePointer
}

extension Database: StatementSource {
    func statement(_ sql: String) throws -> OpaquePointer {
        do {
            return try cachedStatement(sql: sql).sqliteStatement
        } catch let error as DatabaseError {
            throw SQLiteConnection.failure(error.extendedResultCode.rawValue, error.message ?? "cannot prepare")
        }
    }
}

/// The SQL interface over one connection: GRDB's for writes and long reads, our own for short reads.
///
/// Binding and stepping go to the C interface, because GRDB's own row objects cost several times what a prepared statement
/// does (design §8).
struct SQLiteConnection: SQLConnection {
    private let source: any StatementSource

    init(_ source: any StatementSource) {
        self.source = source
    }

    func query<Value>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        try withStatement(sql, parameters) { statement in
            var values: [Value] = []
            while try step(statement) { values.append(try read(SQLiteRow(statement: statement))) }
            return values
        }
    }

    func first<Value>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        try withStatement(sql, parameters) { statement in
            guard try step(statement) else { return nil }
            return try read(SQLiteRow(statement: statement))
        }
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws -> Int {
        try withStatement(sql, parameters) { statement in
            while try step(statement) {}
            return Int(sqlite3_changes(sqlite3_db_handle(statement)))
        }
    }

    private func withStatement<Value>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ body: (OpaquePointer) throws -> Value
    ) throws -> Value {
        let statement = try source.statement(sql)
        // A statement left stepping would hold its read transaction open.
        defer { sqlite3_reset(statement) }
        // One too few would silently take the value of the statement's last use; one too many fails to bind.
        guard parameters.count >= Int(sqlite3_bind_parameter_count(statement)) else {
            throw StorageError.engine(code: SQLITE_RANGE, message: "a parameter is missing")
        }
        for (index, parameter) in parameters.enumerated() {
            try bind(parameter, to: Int32(index + 1), of: statement)
        }
        return try body(statement)
    }

    private func bind(_ value: SQLValue, to index: Int32, of statement: OpaquePointer) throws {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(statement, index)
        case .integer(let value): code = sqlite3_bind_int64(statement, index, value)
        case .real(let value): code = sqlite3_bind_double(statement, index, value)
        case .uuid(let high, let low):
            code = ID<Subject>(high: high, low: low).withText { characters in
                sqlite3_bind_text(
                    statement,
                    index,
                    characters.bindMemory(to: CChar.self).baseAddress,
                    Int32(characters.count),
                    transientDestructor
                )
            }
        case .text(var value):
            code = value.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { characters in
                    // An empty buffer may have no address, and a null pointer would bind NULL.
                    guard let base = characters.baseAddress else {
                        return sqlite3_bind_text(statement, index, "", 0, transientDestructor)
                    }
                    return sqlite3_bind_text(statement, index, base, Int32(characters.count), transientDestructor)
                }
            }
        }
        guard code == SQLITE_OK else { throw failure(code, of: statement) }
    }

    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code, of: statement)
        }
    }

    private func failure(_ code: Int32, of statement: OpaquePointer) -> StorageError {
        let handle = sqlite3_db_handle(statement)
        let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "no message"
        return Self.failure(code, message)
    }

    static func failure(_ code: Int32, _ message: String) -> StorageError {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: .constraint(message)
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(message)
        default: .engine(code: code, message: message)
        }
    }
}

/// Tells SQLite to copy bound text before the call returns.
private let transientDestructor = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    func text(_ column: Int) -> String {
        guard let characters = sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self)
    }

    func withText<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        guard let characters = sqlite3_column_text(statement, Int32(column)) else {
            return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return body(UnsafeRawBufferPointer(start: characters, count: count))
    }

    func integer(_ column: Int) -> Int64 {
        sqlite3_column_int64(statement, Int32(column))
    }

    func real(_ column: Int) -> Double {
        sqlite3_column_double(statement, Int32(column))
    }
}
