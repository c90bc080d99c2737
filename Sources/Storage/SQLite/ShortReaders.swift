import GRDBSQLite
import Synchronization

/// Read-only connections for short reads, one for each thread that reads at the same time.
///
/// They are plain connections of the C interface: GRDB's serial queue around a read costs as much as the read (design §8).
/// A reader keeps its read transaction for as long as nothing is committed, which saves the file locks of each read. A
/// transaction older than the last commit would keep the write-ahead log from being reused, so ``letGo()`` ends those.
final class ShortReaders: Sendable {
    private let path: String
    private let options: SQLiteStore.Options
    private let stamp: CommitStamp
    private let idle = Mutex<[ShortReader]>([])

    init(path: String, options: SQLiteStore.Options, stamp: CommitStamp) {
        self.path = path
        self.options = options
        self.stamp = stamp
    }

    /// Ends the read transactions of idle readers that a commit has made old; to be called after commits.
    func letGo() {
        let present = stamp.value
        idle.withLock { readers in
            for reader in readers { reader.endTransaction(unless: present) }
        }
    }

    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try withReader { try body(SQLiteConnection($0)) }
    }

    func withText<Value>(
        _ column: ColumnName,
        row: Int64,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) throws -> Value? {
        try withReader { try $0.withText(column, row: row, body) }
    }

    private func withReader<Value>(_ body: (ShortReader) throws -> Value) throws -> Value {
        // Never more connections than threads: each is taken and given back within one synchronous call.
        let reader = try idle.withLock { $0.popLast() } ?? ShortReader(path: path, options: options)
        defer { idle.withLock { $0.append(reader) } }
        // Asked before the read: a commit in between then makes the transaction look old, never new.
        try reader.beginTransaction(at: stamp.value)
        return try body(reader)
    }
}

/// One connection for short reads; whoever has taken it from ``ShortReaders`` has it alone.
///
/// Unchecked for that reason.
private final class ShortReader: StatementSource, @unchecked Sendable {
    private let handle: OpaquePointer
    /// The stamp at the begin of the open transaction.
    private var transactionStamp: UInt64?
    /// The latest statements by the address of their text, which costs less to compare than the text.
    ///
    /// The text is kept as well, so that its address cannot become another text's.
    private var recent: [(text: String, address: UnsafeRawPointer?, statement: OpaquePointer)] = []
    private static let recentLimit = 8
    /// Shorter texts lie within the string value and have no lasting address.
    private static let shortestWithAddress = 16
    /// All statements by their text, with the address of the text that they were prepared from.
    private var statements: [String: (statement: OpaquePointer, address: UnsafeRawPointer?)] = [:]
    /// The column that was read last, with the handle that goes from row to row within one transaction.
    private var incremental: (column: UnsafePointer<UInt8>, handle: OpaquePointer)?
    private var text: [UInt8] = []

    init(path: String, options: SQLiteStore.Options) throws {
        var opened: OpaquePointer?
        // No mutex: there is one user at a time.
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteConnection.failure(code, "cannot open \(path)")
        }
        handle = opened
        sqlite3_busy_timeout(handle, Int32(options.busyTimeoutSeconds * 1_000))
        sqlite3_exec(handle, "PRAGMA cache_size = -\(options.pageCacheKiB)", nil, nil, nil)
    }

    deinit {
        closeIncremental()
        for known in statements.values { sqlite3_finalize(known.statement) }
        sqlite3_close_v2(handle)
    }

    /// Makes sure that the open transaction sees every commit up to a stamp.
    func beginTransaction(at stamp: UInt64) throws {
        endTransaction(unless: stamp)
        guard transactionStamp == nil else { return }
        try run("BEGIN DEFERRED TRANSACTION")
        transactionStamp = stamp
    }

    /// Ends the open transaction unless it began at a stamp.
    func endTransaction(unless stamp: UInt64) {
        guard let began = transactionStamp, began != stamp else { return }
        transactionStamp = nil
        // It would keep the transaction's view.
        closeIncremental()
        // A read transaction can always be ended.
        _ = try? run("COMMIT TRANSACTION")
    }

    /// See ``ImmediateReads/withText(_:row:_:)``; SQLite's incremental reads, which need not start a statement for each row.
    func withText<Value>(
        _ column: ColumnName,
        row: Int64,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) throws -> Value? {
        guard let blob = try incremental(column, row: row) else { return nil }
        let count = Int(sqlite3_blob_bytes(blob))
        if text.count < count { text = [UInt8](repeating: 0, count: count) }
        let code = text.withUnsafeMutableBytes { sqlite3_blob_read(blob, $0.baseAddress, Int32(count), 0) }
        guard code == SQLITE_OK else { throw failure(code) }
        return text.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// The handle at a row; nil when the row is not there, or its value is no text.
    private func incremental(_ column: ColumnName, row: Int64) throws -> OpaquePointer? {
        if let incremental {
            // Constant texts have one address each; another column's handle would have to be opened anew.
            if incremental.column == column.column.utf8Start {
                let code = sqlite3_blob_reopen(incremental.handle, row)
                if code == SQLITE_OK { return incremental.handle }
                // A handle that could not be moved is good for nothing.
                closeIncremental()
                guard code == SQLITE_ERROR else { throw failure(code) }
                return nil
            }
            closeIncremental()
        }
        var opened: OpaquePointer?
        let (table, name) = (column.table.description, column.column.description)
        let code = sqlite3_blob_open(handle, "main", table, name, row, 0, &opened)
        guard code == SQLITE_OK, let opened else {
            sqlite3_blob_close(opened)
            guard code == SQLITE_ERROR else { throw failure(code) }
            return nil
        }
        incremental = (column.column.utf8Start, opened)
        return opened
    }

    private func closeIncremental() {
        sqlite3_blob_close(incremental?.handle)
        incremental = nil
    }

    private func failure(_ code: Int32) -> StorageError {
        SQLiteConnection.failure(code, String(cString: sqlite3_errmsg(handle)))
    }

    private func run(_ sql: String) throws {
        let statement = try statement(sql)
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else {
            throw failure(code)
        }
    }

    func statement(_ sql: String) throws -> OpaquePointer {
        var text = sql
        let address = text.withUTF8 { UnsafeRawPointer($0.baseAddress) }
        let hasAddress = text.utf8.count >= Self.shortestWithAddress
        if hasAddress {
            for known in recent where known.address == address && known.text.utf8.count == text.utf8.count {
                return known.statement
            }
        }
        guard let known = statements[sql] else { return try prepare(text, address) }
        // A text that is put together anew each time is never at the same place again, and would only push others out.
        if hasAddress, known.address == address {
            if recent.count >= Self.recentLimit { recent.removeFirst() }
            recent.append((text, address, known.statement))
        }
        return known.statement
    }

    private func prepare(_ sql: String, _ address: UnsafeRawPointer?) throws -> OpaquePointer {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw failure(code)
        }
        statements[sql] = (prepared, address)
        return prepared
    }
}
