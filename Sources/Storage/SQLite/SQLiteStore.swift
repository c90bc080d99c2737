import CSQLite
import Dispatch
import GRDB
public import Model

/// A store in one SQLite file: WAL, `synchronous=FULL`, group commit, readers that never wait for the writer.
public final class SQLiteStore: Store, ImmediateReads {
    /// How a store is opened.
    public struct Options: Sendable {
        /// Page cache of each connection, in KiB, 64 or more; that of long reads has a quarter.
        public var pageCacheKiB: Int
        /// How long a writer waits for another process's write lock, in seconds.
        public var busyTimeoutSeconds: Double

        /// Makes options.
        public init(pageCacheKiB: Int = 6_144, busyTimeoutSeconds: Double = 5) {
            self.pageCacheKiB = pageCacheKiB
            self.busyTimeoutSeconds = busyTimeoutSeconds
        }
    }

    private let writer: DatabaseQueue
    private let longReader: DatabaseQueue
    private let shortReaders: ShortReaders
    private let groupCommit: GroupCommit
    // Dispatch sources may be used from any thread; this one is only cancelled.
    private nonisolated(unsafe) let foreignCommits: any DispatchSourceTimer
    private let commitStamp: CommitStamp

    /// Opens or creates a database file and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - label: names the store in metrics.
    ///   - migrations: the whole schema, in order.
    ///   - options: see ``Options``.
    ///   - clock: stamps applied migrations.
    /// - Throws: `LecternError` `configuration` when the file cannot be opened or was written by a newer release.
    public init(
        path: String,
        label: String,
        migrations: [Migration],
        options: Options = Options(),
        clock: WallClock = .system
    ) throws {
        _ = Self.hasStoppedCountingMemory
        do {
            writer = try DatabaseQueue(path: path, configuration: Self.configuration(options, readonly: false))
            try Self.makeDurable(writer)
            try Self.migrate(writer, migrations, now: clock.now())
            // What long reads go through once is not worth keeping for the next one.
            var reading = options
            reading.pageCacheKiB = max(64, options.pageCacheKiB / 4)
            longReader = try DatabaseQueue(path: path, configuration: Self.configuration(reading, readonly: true))
            commitStamp = try CommitStamp(databasePath: path)
            shortReaders = ShortReaders(path: path, options: options, stamp: commitStamp)
        } catch let error as LecternError {
            throw error
        } catch {
            throw LecternError.configuration("Cannot open the database \(path)", underlying: error)
        }
        groupCommit = GroupCommit(writer: writer, label: label) { [shortReaders] in shortReaders.letGo() }
        foreignCommits = Self.watchForeignCommits(commitStamp, shortReaders)
    }

    /// SQLite's count of its memory is a lock that all connections of the process share, and nobody reads it.
    ///
    /// False where SQLite was in use before: then it goes on counting, which costs time and nothing else.
    private static let hasStoppedCountingMemory = lectern_sqlite_stop_counting_memory() == 0

    /// Other processes' commits call nobody here, so once a second the readers let go of what those have made old.
    private static func watchForeignCommits(
        _ stamp: CommitStamp,
        _ readers: ShortReaders
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        timer.setEventHandler { readers.letGo() }
        timer.activate()
        return timer
    }

    deinit {
        foreignCommits.cancel()
    }

    private static func configuration(_ options: Options, readonly: Bool) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.readonly = readonly
        if !readonly { configuration.journalMode = .wal }
        configuration.busyMode = .timeout(options.busyTimeoutSeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(options.pageCacheKiB)")
            // Keeps the write-ahead log from staying large after a bulk load.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }

    /// Sets and checks what makes an acknowledged write durable; GRDB resets it when it turns on WAL, so it comes after.
    private static func makeDurable(_ writer: DatabaseQueue) throws {
        try writer.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
            guard synchronous == 2, journal == "wal" else {
                throw LecternError.configuration("The file system of the database does not support durable WAL mode")
            }
        }
    }

    private static func migrate(_ writer: DatabaseQueue, _ migrations: [Migration], now: Timestamp) throws {
        try writer.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try migrations.apply(
                    to: SQLiteConnection(database),
                    sequenceType: "INTEGER PRIMARY KEY AUTOINCREMENT",
                    now: now
                )
                return .commit
            }
        }
    }

    // MARK: Store

    /// See ``Store/write(_:)``.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await groupCommit.write(body)
    }

    /// See ``Store/read(_:)``.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await longReader.read { try body(SQLiteConnection($0)) }
    }

    /// See ``Store/immediate``.
    public var immediate: (any ImmediateReads)? { self }

    // MARK: ImmediateReads

    /// See ``ImmediateReads/stamp``.
    public var stamp: UInt64 { commitStamp.value }

    /// See ``ImmediateReads/read(_:)``.
    public func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try shortReaders.read(body)
    }

    /// See ``ImmediateReads/withText(_:row:_:)``.
    public func withText<Value>(
        _ column: ColumnName,
        row: Int64,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) throws -> Value? {
        try shortReaders.withText(column, row: row, body)
    }
}
