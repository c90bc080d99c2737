import Model
import Testing

@testable import Directory

@Suite struct LegacyNameRepositoryTests {
    private func name(_ name: String, _ legacy: String, kind: LegacyName.Kind = .user) -> LegacyName {
        LegacyName(kind: kind, name: name, legacyName: legacy, consumerKey: "key")
    }

    @Test func namesAreKeptByPlatformAndKind() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let names = world.directory.legacyNames
        try await names.record(
            [name("u", "old"), name("u", "other", kind: .link)],
            platform: "p",
            organization: organization
        )
        try await names.record([name("u", "older")], platform: "q", organization: organization)
        #expect(
            try await names.list(platform: "p", organization: organization)
                == [name("u", "old"), name("u", "other", kind: .link)]
        )
        #expect(try await names.list(platform: "q", organization: organization) == [name("u", "older")])
        #expect(try await names.list(platform: "p", organization: .random()) == [])
    }

    @Test func theLatestNameCounts() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let names = world.directory.legacyNames
        for legacy in ["first", "second", "second"] {
            try await names.record([name("u", legacy)], platform: "p", organization: organization)
        }
        #expect(try await names.list(platform: "p", organization: organization) == [name("u", "second")])
    }

    @Test func namesThatDifferInBytesAreTwo() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let pair = [name("\u{E9}", "one"), name("e\u{301}", "two")]
        try await world.directory.legacyNames.record(pair, platform: "p", organization: organization)
        #expect(try await world.directory.legacyNames.list(platform: "p", organization: organization).count == 2)
    }
}
