import Model
import Storage
import Testing

@Suite struct CommitStampTests {
    private let database: TemporaryDatabase
    private let store: SQLiteStore

    init() throws {
        database = try TemporaryDatabase()
        store = try database.open()
    }

    @Test func everyCommitMovesTheStampToANewValue() async throws {
        var seen: Set<UInt64> = [store.stamp]
        for number in 0..<50 {
            try await store.add("item \(number)")
            #expect(seen.insert(store.stamp).inserted)
        }
    }

    @Test func readsAndFailedWritesLeaveTheStamp() async throws {
        try await store.add("a")
        let stamp = store.stamp
        _ = try await store.names()
        _ = try store.look { try $0.names() }
        await #expect(throws: StorageError.self) { try await store.add("a") }
        _ = try await store.write { try $0.names() }
        #expect(store.stamp == stamp)
    }

    // Both stay open to the end: closing one drops the locks that the process holds on the other's index file.
    @Test func commitOfAnotherStoreOfTheFileMovesTheStamp() async throws {
        let other = try database.open()
        #expect(other.stamp == store.stamp)
        for number in 0..<10 {
            let stamp = store.stamp
            try await other.add("item \(number)")
            #expect(store.stamp != stamp)
            #expect(store.stamp == other.stamp)
        }
        withExtendedLifetime((store, other)) {}
    }

    @Test func stampMovesAlsoAfterTheLogWasCheckpointed() async throws {
        var seen: Set<UInt64> = [store.stamp]
        for number in 0..<5 {
            try await store.add("item \(number)", value: String(repeating: "x", count: 2_000_000))
            #expect(seen.insert(store.stamp).inserted)
        }
        try await store.add("last")
        #expect(seen.insert(store.stamp).inserted)
    }
}
