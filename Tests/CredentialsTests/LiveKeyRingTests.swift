import Model
import Synchronization
import Testing

@testable import Credentials

@Suite struct LiveKeyRingTests {
    private final class Hands: Sendable {
        private let time = Mutex(Timestamp(seconds: 1_750_000_000))

        var clock: WallClock { WallClock { self.time.withLock { $0 } } }

        func move(seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    private let organization = OrganizationID(high: 1, low: 2)
    private let temporary: TemporaryFolder
    private let other: KeyFolder
    private let hands = Hands()
    private let keys: LiveKeyRing

    init() throws {
        temporary = try TemporaryFolder()
        other = KeyFolder(path: temporary.keys.path)
        _ = try other.initialize()
        keys = try LiveKeyRing(folder: temporary.keys, clock: hands.clock)
    }

    @Test func startsWithTheFolder() {
        #expect(keys.current.currentPepperVersion == 1)
        #expect(keys.pepper(1) != nil)
        #expect(keys.internalKey(1) != nil)
        #expect(keys.embedKey("e1", organization: organization) != nil)
    }

    @Test func refusesToStartWithoutFolder() {
        #expect(throws: LecternError.self) {
            try LiveKeyRing(folder: KeyFolder(path: temporary.path + "/none"), clock: hands.clock)
        }
    }

    @Test func findsAPepperThatAnotherProcessMade() throws {
        _ = try other.rotate(.pepper)
        #expect(keys.current.currentPepperVersion == 1)
        #expect(keys.pepper(2) != nil)
        #expect(keys.current.currentPepperVersion == 2)
    }

    @Test func findsAnInternalKeyThatAnotherProcessMade() throws {
        _ = try other.rotate(.internal)
        #expect(keys.internalKey(2) != nil)
    }

    @Test func findsAnEmbedKeyThatAnotherProcessMade() throws {
        _ = try other.rotate(.embed)
        #expect(keys.embedKey("e2", organization: organization) != nil)
        #expect(keys.current.currentEmbedKeyID == "e2")
    }

    @Test func readsTheFolderAtMostOnceASecond() throws {
        #expect(keys.pepper(2) == nil)
        _ = try other.rotate(.pepper)
        hands.move(seconds: 0.999)
        #expect(keys.pepper(2) == nil)
        hands.move(seconds: 0.001)
        #expect(keys.pepper(2) != nil)
    }

    @Test func aClockThatIsSetBackDoesNotPutReloadsOff() throws {
        #expect(keys.pepper(2) == nil)
        _ = try other.rotate(.pepper)
        hands.move(seconds: -3_600)
        #expect(keys.pepper(2) != nil)
    }

    @Test func malformedKeyIDsCauseNoReload() throws {
        #expect(keys.embedKey("x", organization: organization) == nil)
        _ = try other.rotate(.embed)
        #expect(keys.embedKey("e2", organization: organization) != nil, "the reload of this second is still to be had")
    }

    @Test func aFailedReloadKeepsTheKeys() throws {
        _ = try other.rotate(.pepper)
        try temporary.setMode(0o644, of: other.path + "/pepper-2.key")
        #expect(throws: LecternError.self) { try keys.reload() }
        #expect(keys.pepper(2) == nil)
        #expect(keys.pepper(1) != nil)
        #expect(keys.current.currentPepperVersion == 1)
        try temporary.setMode(0o600, of: other.path + "/pepper-2.key")
        hands.move(seconds: 1)
        #expect(keys.pepper(2) != nil)
    }

    @Test func reloadForgetsRetiredKeys() throws {
        _ = try other.rotate(.embed)
        try other.retire(.embed, version: 1)
        #expect(keys.embedKey("e1", organization: organization) != nil)
        try keys.reload()
        #expect(keys.embedKey("e1", organization: organization) == nil)
    }

    @Test func manyTasksFindTheNewKeyAtOnce() async throws {
        _ = try other.rotate(.pepper)
        let keys = keys
        let found = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 { group.addTask { keys.pepper(2) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(found == 32, "those who come during the reload wait for it")
    }

    @Test func aFixedRingStaysAsItIs() throws {
        let fixed = LiveKeyRing(fixed: TestKeys.ring)
        try fixed.reload()
        #expect(fixed.pepper(2) == nil)
        #expect(fixed.pepper(1) != nil)
    }
}
