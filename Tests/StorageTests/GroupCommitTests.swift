import Dispatch
import Model
import Storage
import Testing

@Suite struct GroupCommitTests {
    private struct Failure: Error, Equatable {
        let number: Int
    }

    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    /// Keeps the writer busy while `submit` queues writes, so that they share the next commit.
    private func together(_ submit: () async -> Void) async throws {
        let gate = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let first: Void = store.write { connection in
            begin.finish()
            gate.wait()
            try connection.add("first")
        }
        for await _ in begun {}
        await submit()
        gate.signal()
        try await first
    }

    /// The commits so far, as the write-ahead log counts them.
    private var commits: UInt32 { UInt32(truncatingIfNeeded: store.stamp) }

    @Test func waitingWritesShareOneCommit() async throws {
        let before = commits
        var writes: [Task<Void, any Error>] = []
        try await together {
            for number in 0..<200 {
                writes.append(Task.immediate { [store] in try await store.add("item \(number)") })
            }
        }
        for write in writes { try await write.value }
        #expect(commits - before == 2)
        #expect(try await store.names().count == 201)
    }

    @Test func failingWriteUndoesOnlyItsOwnWork() async throws {
        var writes: [Task<Int, any Error>] = []
        try await together {
            for number in 0..<30 {
                let write = Task.immediate { [store] in
                    try await store.write { connection in
                        try connection.add("item \(number)")
                        guard number % 3 != 0 else { throw Failure(number: number) }
                        return number
                    }
                }
                writes.append(write)
            }
        }
        for (number, write) in writes.enumerated() {
            switch await write.result {
            case .success(let value): #expect(value == number && number % 3 != 0)
            case .failure(let error): #expect(error as? Failure == Failure(number: number) && number % 3 == 0)
            }
        }
        let kept = (0..<30).filter { $0 % 3 != 0 }.map { "item \($0)" } + ["first"]
        #expect(try await store.names() == kept.sorted())
    }

    @Test func refusedStatementUndoesTheWholeBodyButNoOther() async throws {
        try await store.add("taken")
        var good: Task<Void, any Error>?
        var bad: Task<Void, any Error>?
        try await together {
            bad = Task.immediate { [store] in
                try await store.write { connection in
                    try connection.add("half")
                    try connection.add("taken")
                }
            }
            good = Task.immediate { [store] in try await store.add("good") }
        }
        await #expect(throws: StorageError.self) { try await bad?.value }
        try await good?.value
        #expect(try await store.names() == ["first", "good", "taken"])
    }

    @Test func bodyMayRecoverFromARefusedStatement() async throws {
        try await store.add("taken")
        let refused = try await store.write { connection in
            try connection.add("new")
            do {
                try connection.add("taken")
                return false
            } catch StorageError.constraint {
                return true
            }
        }
        #expect(refused)
        #expect(try await store.names() == ["new", "taken"])
    }

    @Test func laterWriteOfABatchSeesTheEarlierOnes() async throws {
        var counts: [Task<Int, any Error>] = []
        try await together {
            for number in 0..<20 {
                let count = Task.immediate { [store] in
                    try await store.write { connection in
                        try connection.add("item \(number)")
                        return try connection.count()
                    }
                }
                counts.append(count)
            }
        }
        var found: [Int] = []
        for count in counts { found.append(try await count.value) }
        #expect(found == Array(2...21))
    }

    @Test func commitThatFailsIsToldToEveryWriterOfIt() async throws {
        var writes: [Task<Void, any Error>] = []
        try await together {
            writes.append(Task.immediate { [store] in try await store.add("lost") })
            // Ends the batch's transaction under it, as an engine that runs out of room does.
            let culprit = Task.immediate { [store] in
                try await store.write { connection in
                    _ = try connection.execute("ROLLBACK", [])
                    throw Failure(number: 1)
                }
            }
            writes.append(culprit)
        }
        for write in writes { await #expect(throws: Failure(number: 1)) { try await write.value } }
        // The writer goes on with the next batch.
        try await store.add("after")
        #expect(try await store.names() == ["after", "first"])
    }

    @Test func manyConcurrentWritesAllLand() async throws {
        _ = try await store.write { try $0.add("counter") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    _ = try await store.write { try $0.execute("UPDATE items SET amount = amount + 1", []) }
                }
            }
            try await group.waitForAll()
        }
        let amount = try store.look { try $0.first("SELECT amount FROM items", []) { $0.integer(0) } }
        #expect(amount == 500)
    }

    @Test func writersOfTwoStoresTakeTurns() async throws {
        let other = try database.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                let store = number.isMultiple(of: 2) ? store : other
                group.addTask { try await store.add("item \(number)") }
            }
            try await group.waitForAll()
        }
        #expect(try await store.names().count == 100)
        withExtendedLifetime(other) {}
    }

    @Test func writeWaitsNoLongerThanAllowedForAnotherProcess() async throws {
        let options = SQLiteStore.Options(busyTimeoutSeconds: 0)
        let other = try SQLiteStore(
            path: database.path,
            label: "test",
            migrations: [TemporaryDatabase.items],
            options: options
        )
        var refused: Result<Void, any Error>?
        // The first write holds the lock until this one has its answer.
        try await together { refused = await Task { try await other.add("refused") }.result }
        let error = #expect(throws: StorageError.self) { try refused?.get() }
        guard case .busy = error else {
            Issue.record("not busy: \(String(describing: error))")
            return
        }
        #expect(try await store.names() == ["first"])
        withExtendedLifetime(other) {}
    }
}
