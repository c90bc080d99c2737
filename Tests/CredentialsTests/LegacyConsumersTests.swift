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

    private func secret(_ key: String) throws -> String? {
        try folder.load().legacyConsumers[key].map { secret in secret.withBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func aFolderWithoutTheFileKnowsNone() throws {
        #expect(try secret("key") == nil)
    }

    @Test func aSecretIsFoundByItsExactKey() throws {
        try temporary.write("key one two\nKey three\n\nkéy four\n", to: folder.path + "/lti11-consumers")
        #expect(try secret("key") == "one two")
        #expect(try secret("Key") == "three")
        #expect(try secret("k\u{e9}y") == "four")
        // The same to the eye, other bytes.
        #expect(try secret("ke\u{301}y") == nil)
        #expect(try secret("other") == nil)
    }

    @Test func aMalformedFileIsRefused() throws {
        try temporary.write("key\n", to: folder.path + "/lti11-consumers")
        #expect(throws: LecternError.self) { try folder.load() }
    }

    @Test func aFileThatOthersMayReadIsRefused() throws {
        let path = folder.path + "/lti11-consumers"
        try temporary.write("key secret\n", to: path)
        try temporary.setMode(0o640, of: path)
        #expect(throws: LecternError.self) { try folder.load() }
    }
}
