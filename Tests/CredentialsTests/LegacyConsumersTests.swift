import Model
import Testing

@testable import Credentials

/// The secrets of LTI 1.1 in the key folder.
@Suite struct LegacyConsumersTests {
    private let temporary: TemporaryFolder
    private let folder: KeyFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = temporary.keys
        _ = try folder.initialize()
    }

    private var path: String { folder.path + "/lti11-consumers" }

    private func secret(_ key: String) throws -> String? {
        try folder.load().legacyConsumers[key].map { secret in
            secret.withBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    private func expectFailure(naming text: String) {
        do {
            _ = try folder.load()
            Issue.record("did not throw")
        } catch {
            #expect(error.code == .configuration)
            #expect(error.message.contains(text))
        }
    }

    @Test func aFolderWithoutTheFileKnowsNone() throws {
        #expect(try secret("key") == nil)
    }

    @Test func aSecretIsFoundByItsExactKey() throws {
        try temporary.write("key one two\nKey three\n\nkéy four\n", to: path)
        #expect(try secret("key") == "one two")
        #expect(try secret("Key") == "three")
        #expect(try secret("k\u{e9}y") == "four")
        // The same to the eye, other bytes.
        #expect(try secret("ke\u{301}y") == nil)
        #expect(try secret("other") == nil)
    }

    @Test func linesMayEndAsOnWindows() throws {
        try temporary.write("key one two\r\n\r\nother three\r", to: path)
        #expect(try secret("key") == "one two")
        #expect(try secret("other") == "three")
    }

    @Test(arguments: ["key\n", "key \n", "key \r\n", "key\r\n", "\r\r\n", "key secret\nother\n"])
    func aMalformedFileIsRefused(content: String) throws {
        try temporary.write(content, to: path)
        expectFailure(naming: "must hold lines of a consumer key")
    }

    @Test func aFileIsReadUpToOneMebibyte() throws {
        let line = "key secret\n"
        let filling = String(repeating: "\n", count: 1_048_576 - line.utf8.count)
        try temporary.write(filling + line, to: path)
        #expect(try secret("key") == "secret")
        try temporary.write(filling + "\n" + line, to: path)
        expectFailure(naming: "must not be longer than 1048576 bytes")
    }

    /// A link to itself fails for every user, where a folder that may not be searched would stop all but root.
    @Test func aFileThatCannotBeReachedIsNotTakenForNone() throws {
        try temporary.link(path, to: path)
        expectFailure(naming: "lti11-consumers cannot be read")
    }

    @Test func aFileThatOthersMayReadIsRefused() throws {
        try temporary.write("key secret\n", to: path)
        try temporary.setMode(0o640, of: path)
        expectFailure(naming: "chmod 600")
    }
}
