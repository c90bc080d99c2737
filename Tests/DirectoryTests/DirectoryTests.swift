import Credentials
import Directory
import Foundation
import Model
import Storage
import Testing

@Suite struct DirectoryTests {
    @Test func aFreshDirectoryAnswersAndIsEmpty() async throws {
        let world = try DirectoryWorld()
        try await world.directory.check()
        #expect(try await world.directory.organizations.list().isEmpty)
    }

    @Test func whatOneProcessWritesAnotherReads() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let second = try world.secondDirectory()
        #expect(try await second.organizations.find(organization).name == "Acme")
    }

    @Test func immediateReadsTellOfEveryChange() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let reads = try #require(world.directory.immediateReads)
        let before = reads.stamp
        let record = try await world.token(of: organization).record
        #expect(reads.stamp != before)
        #expect(try world.directory.tokens.find(record.publicKey, in: reads)?.id == record.id)
        let afterwards = reads.stamp
        _ = try await world.directory.tokens.revoke(record.publicKey, actor: "cli")
        #expect(reads.stamp != afterwards)
        #expect(try world.directory.tokens.find(record.publicKey, in: reads)?.revokedAt == world.clock.now)
    }

    /// Design §9: the database holds codes of tokens, and nothing from which a token could be rebuilt.
    @Test func nothingOfASecretHalfIsInTheDatabaseFiles() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.token(of: organization)
        let second = try await world.directory.tokens.rotate(
            first.record,
            overlapSeconds: 60,
            actor: "cli",
            keys: world.keys
        )
        try await world.directory.tokens.noteUse(of: second.record, address: "192.0.2.7", renewal: nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: world.folder)
        var bytes = Data()
        for name in names { bytes += try Data(contentsOf: URL(filePath: world.folder).appending(path: name)) }
        for token in [first.token, second.token] {
            // The files that were read do hold the token's row.
            #expect(bytes.range(of: Data(token.publicKey.description.utf8)) != nil)
            let secret = Array(token.exposedText.utf8.dropFirst(token.publicKey.description.utf8.count + 1))
            #expect(secret.count == 55)
            for start in 6...secret.count - 8 {
                #expect(bytes.range(of: Data(secret[start..<start + 8])) == nil, "a piece at \(start)")
            }
        }
        #expect(bytes.range(of: Data("tasec_".utf8)) == nil)
    }
}
