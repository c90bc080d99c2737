import Dispatch
import Model
import Storage
import Synchronization
import Testing

@Suite struct SQLiteStoreTests {
    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    // MARK: - Opening

    @Test(arguments: [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")])
    func writerIsDurableAndChecksKeys(pragma: String, value: String) async throws {
        let found = try await store.write { try $0.first("PRAGMA \(pragma)", []) { $0.text(0) } }
        #expect(found == value)
    }

    @Test func optionsReachTheConnections() async throws {
        let options = SQLiteStore.Options(pageCacheKiB: 1_024, busyTimeoutSeconds: 1.5)
        let other = try TemporaryDatabase()
        let store = try SQLiteStore(path: other.path, label: "test", migrations: [], options: options)
        let read = { @Sendable (connection: any SQLConnection) in
            try ["cache_size", "busy_timeout"].map { name in
                try connection.first("PRAGMA \(name)", []) { $0.integer(0) }
            }
        }
        #expect(try await store.write(read) == [-1_024, 1_500])
        #expect(try store.look(read) == [-1_024, 1_500])
        // Long reads have a quarter.
        #expect(try await store.read(read) == [-256, 1_500])
    }

    @Test func whatWasWrittenIsThereAfterOpeningAgain() async throws {
        let other = try TemporaryDatabase()
        var store: SQLiteStore? = try other.open()
        try await store?.add("kept")
        store = nil
        #expect(try await other.open().names() == ["kept"])
    }

    @Test func folderThatDoesNotExistIsAConfigurationError() throws {
        let error = #expect(throws: LecternError.self) {
            try SQLiteStore(path: database.path + "/no/such/folder.db", label: "test", migrations: [])
        }
        #expect(error?.code == .configuration)
        #expect(error?.underlying != nil)
    }

    @Test func readersCannotWrite() async throws {
        await #expect(throws: StorageError.self) { _ = try await store.read { try $0.add("a") } }
        #expect(throws: StorageError.self) { try store.look { try $0.add("a") } }
        #expect(try await store.names() == [])
    }

    // MARK: - Reading

    @Test func readTransactionSeesOneState() async throws {
        try await store.add("before")
        let gate = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let counts = store.read { connection in
            let first = try connection.count()
            begin.finish()
            gate.wait()
            return [first, try connection.count()]
        }
        for await _ in begun {}
        try await store.add("meanwhile")
        gate.signal()
        #expect(try await counts == [1, 1])
        #expect(try await store.read { try $0.count() } == 2)
    }

    @Test func queriesOfAnImmediateReadSeeOneState() async throws {
        // The commit comes from another thread while the read goes on.
        let done = DispatchSemaphore(value: 0)
        let counts = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "reader").async {
                continuation.resume(
                    with: Result {
                        try store.look { connection in
                            let first = try connection.count()
                            Task {
                                try await store.add("meanwhile")
                                done.signal()
                            }
                            done.wait()
                            return [first, try connection.count()]
                        }
                    }
                )
            }
        }
        #expect(counts == [0, 0])
    }

    @Test func immediateReadSeesEachAcknowledgedWriteAtOnce() async throws {
        for number in 1...100 {
            try await store.add("item \(number)")
            #expect(try store.look { try $0.count() } == number)
        }
    }

    @Test func immediateReadsRunOnManyThreadsAtOnce() async throws {
        for number in 0..<20 { try await store.add("item \(number)", amount: number) }
        let sums = Mutex<[Int64]>([])
        let threads = 12
        // Nobody gives a connection back before all have one.
        let arrived = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        let group = DispatchGroup()
        for number in 0..<threads {
            DispatchQueue(label: "reader \(number)").async(group: group) {
                let sum = try? store.look { connection in
                    arrived.signal()
                    gate.wait()
                    return try connection.first("SELECT sum(amount) FROM items", []) { $0.integer(0) }
                }
                sums.withLock { $0.append(sum.flatMap { $0 } ?? -1) }
            }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "gatekeeper").async {
                for _ in 0..<threads { arrived.wait() }
                for _ in 0..<threads { gate.signal() }
                group.notify(queue: .global()) { continuation.resume() }
            }
        }
        #expect(sums.withLock { $0 } == Array(repeating: 190, count: threads))
    }

    @Test func readWithinAReadHasItsOwnConnection() async throws {
        try await store.add("a", amount: 1)
        let nested = try store.look { outer in
            try outer.query("SELECT name FROM items", []) { row in
                try store.look { try $0.query("SELECT name FROM items", []) { $0.text(0) } } + [row.text(0)]
            }
        }
        #expect(nested == [["a", "a"]])
    }

    @Test func readerIsStillGoodAfterItsBodyFailed() async throws {
        struct Failure: Error {}
        try await store.add("a")
        for _ in 0..<3 {
            #expect(throws: Failure.self) { try store.look { try $0.query("SELECT 1", []) { _ in throw Failure() } } }
            #expect(try store.look { try $0.names() } == ["a"])
        }
        await #expect(throws: Failure.self) { try await store.read { _ in throw Failure() } }
        #expect(try await store.names() == ["a"])
    }

    @Test func twoStoresOfOneFileSeeEachOther() async throws {
        let other = try database.open()
        try await store.add("here")
        try await other.add("there")
        #expect(try await store.names() == ["here", "there"])
        #expect(try other.look { try $0.names() } == ["here", "there"])
    }
}
