import Model
import Testing

@testable import Credentials

@Suite struct KeyFolderTests {
    private let temporary: TemporaryFolder
    private let folder: KeyFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = temporary.keys
    }

    // MARK: - Making

    @Test func initializeMakesOneKeyOfEachPurpose() throws {
        let before = WallClock.system.now()
        let created = try folder.initialize()
        #expect(created.map(\.purpose) == [.pepper, .embed, .internal])
        #expect(created.allSatisfy { $0.version == 1 && $0.isCurrent })
        #expect(created.map(\.path) == ["pepper", "embed", "internal"].map { "\(folder.path)/\($0)-1.key" })
        #expect(created.allSatisfy { abs($0.createdAt.seconds - before.seconds) <= 60 })
        #expect(try folder.list() == created)
        #expect(try temporary.names(folder.path) == ["embed-1.key", "internal-1.key", "pepper-1.key"])
    }

    @Test func onlyTheOwnerMayReadWhatIsMade() throws {
        let created = try folder.initialize()
        #expect(try temporary.mode(folder.path) == 0o700)
        for file in created { #expect(try temporary.mode(file.path) == 0o600) }
    }

    @Test func filesHoldOneLineOfRandomHexDigits() throws {
        let texts = try folder.initialize().map { try temporary.text($0.path) }
        #expect(Set(texts).count == 3)
        for text in texts { #expect(text.wholeMatch(of: #/[0-9a-f]{64}\n/#) != nil) }
    }

    @Test func initializeAgainChangesNothing() throws {
        let created = try folder.initialize()
        let texts = try created.map { try temporary.text($0.path) }
        #expect(try folder.initialize().isEmpty)
        #expect(try created.map { try temporary.text($0.path) } == texts)
    }

    @Test func initializeMakesOnlyWhatIsMissing() throws {
        let created = try folder.initialize()
        _ = try folder.rotate(.pepper)
        try folder.retire(.pepper, version: 1)
        #expect(try folder.initialize().isEmpty)
        try temporary.write(temporary.text(created[1].path), to: folder.path + "/embed-7.key")
        try folder.retire(.embed, version: 1)
        #expect(try folder.initialize().isEmpty)
        #expect(try folder.list().map(\.version) == [2, 7, 1])
    }

    @Test func initializeNeedsTheParentFolder() {
        let nowhere = KeyFolder(path: temporary.path + "/missing/keys")
        expectFailure(.configuration, naming: "No such file") { () throws(LecternError) in try nowhere.initialize() }
    }

    // MARK: - Rotating and retiring

    @Test func rotateAddsTheNextVersionAndKeepsTheOldOnes() throws {
        _ = try folder.initialize()
        let old = try temporary.text(folder.path + "/embed-1.key")
        let second = try folder.rotate(.embed)
        #expect(second.purpose == .embed)
        #expect(second.version == 2)
        #expect(second.isCurrent)
        #expect(try temporary.mode(second.path) == 0o600)
        #expect(try temporary.text(folder.path + "/embed-1.key") == old)
        #expect(try temporary.text(second.path) != old)
        for _ in 3...11 { _ = try folder.rotate(.embed) }
        let versions = try folder.list().filter { $0.purpose == .embed }
        #expect(versions.map(\.version) == Array(1...11), "by number, not by name")
        #expect(versions.map(\.isCurrent) == (1...11).map { $0 == 11 })
    }

    @Test func rotateNeverOverwrites() throws {
        _ = try folder.initialize()
        let text = try temporary.text(folder.path + "/pepper-1.key")
        #expect(try KeyFileSystem.createKey(in: folder.path, name: "pepper-1.key", for: .pepper) == false)
        #expect(try temporary.text(folder.path + "/pepper-1.key") == text)
        #expect(try temporary.names(folder.path).count == 3, "no temporary file stays")
    }

    @Test func retireDeletesAnOldVersion() throws {
        _ = try folder.initialize()
        _ = try folder.rotate(.internal)
        try folder.retire(.internal, version: 1)
        #expect(try folder.list().filter { $0.purpose == .internal }.map(\.version) == [2])
        #expect(try folder.load().internalKey(1) == nil)
    }

    @Test func retireRefusesTheCurrentVersion() throws {
        _ = try folder.initialize()
        expectFailure(.conflict, naming: "lectern keys rotate pepper") { () throws(LecternError) in
            try folder.retire(.pepper, version: 1)
        }
        #expect(try folder.list().count == 3)
    }

    @Test(arguments: [0, 2, -1])
    func retireRefusesAnUnknownVersion(version: Int) throws {
        _ = try folder.initialize()
        expectFailure(.notFound, naming: "pepper-\(version).key") { () throws(LecternError) in
            try folder.retire(.pepper, version: version)
        }
    }

    // MARK: - Loading

    @Test func loadReadsWhatTheFilesHold() throws {
        _ = try folder.initialize()
        let line = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
        try temporary.write(line, to: folder.path + "/pepper-3.key")
        let ring = try folder.load()
        #expect(ring.currentPepperVersion == 3)
        let token = try #require(APIToken(APITokenTests.vector))
        let pepper = try #require(ring.pepper(3))
        #expect(
            token.digest(with: pepper).hex == "9abfb02c556c4a869611f2a284e1c218ee631a11d1a885532105f5fb060be9f2"
        )
        #expect(ring.pepper(1) != nil)
    }

    @Test func otherFilesAreIgnored() throws {
        _ = try folder.initialize()
        for name in ["README.md", ".gitignore", "pepper-2.key.bak", "notes-1.key"] {
            try temporary.write("hello", to: "\(folder.path)/\(name)")
        }
        #expect(try folder.list().count == 3)
        #expect(try folder.load().currentPepperVersion == 1)
    }

    @Test func aMissingFolderSaysWhatToDo() {
        expectFailure(.configuration, naming: "lectern keys init") { () throws(LecternError) in try folder.load() }
        expectFailure(.configuration, naming: "lectern keys init") { () throws(LecternError) in try folder.list() }
        expectFailure(.configuration, naming: "lectern keys init") { () throws(LecternError) in
            try folder.rotate(.pepper)
        }
    }

    @Test(arguments: KeyPurpose.symmetric)
    func aMissingPurposeSaysWhatToDo(purpose: KeyPurpose) throws {
        let file = try #require(try folder.initialize().first { $0.purpose == purpose })
        try KeyFileSystem.remove(file.path, in: folder.path)
        expectFailure(.configuration, naming: "no \(purpose.rawValue) key: run `lectern keys init`") {
            () throws(LecternError) in try folder.load()
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o620])
    func aFileOpenToOthersIsRefused(mode: Int) throws {
        let file = try #require(try folder.initialize().first)
        try temporary.setMode(mode, of: file.path)
        expectFailure(.configuration, naming: "chmod 600 \(file.path)") { () throws(LecternError) in try folder.load() }
    }

    @Test(arguments: [
        "", "\n", "deadbeef\n",
        String(repeating: "a", count: 64),
        String(repeating: "a", count: 64) + "\r\n",
        String(repeating: "a", count: 64) + "\n\n",
        String(repeating: "a", count: 65) + "\n",
        String(repeating: "a", count: 63) + "g\n",
        String(repeating: "A", count: 64) + "\n",
        " " + String(repeating: "a", count: 63) + "\n",
    ])
    func malformedContentIsRefusedAndNotTold(content: String) throws {
        let file = try #require(try folder.initialize().first)
        try temporary.write(content, to: file.path)
        let error = expectFailure(.configuration, naming: file.path) { () throws(LecternError) in try folder.load() }
        #expect(error?.description.contains("aaaa") == false)
        #expect(error?.description.contains("beef") == false)
    }

    @Test func aFolderInAKeysPlaceIsRefused() throws {
        _ = try folder.initialize()
        try KeyFileSystem.makeFolder(folder.path + "/pepper-2.key")
        expectFailure(.configuration, naming: "no regular file") { () throws(LecternError) in try folder.load() }
    }

    @discardableResult
    private func expectFailure<Value>(
        _ code: LecternError.Code,
        naming text: String,
        _ body: () throws(LecternError) -> Value
    ) -> LecternError? {
        do {
            _ = try body()
            Issue.record("did not throw")
            return nil
        } catch {
            #expect(error.code == code)
            #expect(error.message.contains(text))
            return error
        }
    }
}
