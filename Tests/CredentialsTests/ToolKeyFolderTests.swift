import Model
import Testing

@testable import Credentials

/// The keys for LTI in the key folder.
@Suite struct ToolKeyFolderTests {
    private let temporary: TemporaryFolder
    private let folder: KeyFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = temporary.keys
        _ = try folder.initialize()
    }

    @Test func anOldFolderWorksWithoutOne() throws {
        #expect(try folder.load().toolKeys == nil)
        #expect(try temporary.names(folder.path) == ["embed-1.key", "internal-1.key", "pepper-1.key"])
    }

    @Test func aMissingOneIsMadeOnDemandAndOnce() throws {
        let created = try folder.initialize([.lti])
        #expect(created.map(\.path) == [folder.path + "/lti-1.key"])
        #expect(created.map(\.purpose) == [.lti])
        #expect(try temporary.mode(folder.path + "/lti-1.key") == 0o600)
        let text = try temporary.text(folder.path + "/lti-1.key")
        #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try folder.initialize(KeyPurpose.allCases).isEmpty)
        #expect(try temporary.text(folder.path + "/lti-1.key") == text)
        let ring = try #require(try folder.load().toolKeys)
        #expect(ring.keys.map(\.version) == [1])
        #expect(try folder.load().toolKeys?.keys.map(\.id) == ring.keys.map(\.id))
    }

    @Test func aFolderFromScratchHasAll() throws {
        let other = KeyFolder(path: temporary.path + "/other")
        #expect(try other.initialize(KeyPurpose.allCases).map(\.purpose) == [.pepper, .embed, .internal, .lti])
        #expect(try other.load().toolKeys != nil)
    }

    @Test func rotationKeepsTheOldKeyPublished() throws {
        _ = try folder.initialize([.lti])
        #expect(try folder.rotate(.lti).version == 2)
        let ring = try #require(try folder.load().toolKeys)
        #expect(ring.keys.map(\.version) == [1, 2])
        #expect(ring.signing(at: WallClock.system.now()).version == 1)
        try folder.retire(.lti, version: 1)
        #expect(try folder.load().toolKeys?.keys.map(\.version) == [2])
    }

    @Test func theLiveRingTakesItUp() throws {
        let live = try LiveKeyRing(folder: folder, clock: .system)
        #expect(live.current.toolKeys == nil)
        _ = try folder.initialize([.lti])
        try live.reload()
        #expect(live.current.toolKeys != nil)
    }

    @Test(arguments: [
        "", "deadbeef\n", TestRSAKeys.foreignPublic, TestRSAKeys.curvePrivate, TestRSAKeys.encryptedPrivate,
        String(repeating: "a", count: 64) + "\n",
    ])
    func malformedContentIsRefusedAndNotTold(content: String) throws {
        try temporary.write(content, to: folder.path + "/lti-1.key")
        do {
            _ = try folder.load()
            Issue.record("did not throw")
        } catch {
            #expect(error.code == .configuration)
            #expect(error.message.contains("lti-1.key must hold an RSA private key"))
            #expect(!error.description.contains("beef") && !error.description.contains("aaaa"))
        }
    }

    @Test func aFileOpenToOthersIsRefused() throws {
        let file = try #require(try folder.initialize([.lti]).first)
        try temporary.setMode(0o640, of: file.path)
        #expect(throws: LecternError.self) { try folder.load() }
    }
}
