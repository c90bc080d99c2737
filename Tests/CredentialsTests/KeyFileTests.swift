import Testing

@testable import Credentials

@Suite struct KeyFileTests {
    @Test(arguments: [
        ("pepper-1.key", KeyPurpose.pepper, 1), ("embed-12.key", .embed, 12), ("lti-2.key", .lti, 2),
        ("internal-999999999.key", .internal, 999_999_999),
    ])
    func namesTellPurposeAndVersion(name: String, purpose: KeyPurpose, version: Int) throws {
        let parsed = try #require(KeyFile.parse(name: name))
        #expect(parsed.purpose == purpose)
        #expect(parsed.version == version)
        #expect(KeyFile.name(purpose, version) == name)
    }

    @Test(arguments: [
        "README.md", "pepper.key", "pepper-.key", "pepper-0.key", "pepper-01.key", "pepper-+1.key", "pepper--1.key",
        "pepper-1.key~", "pepper-1.pem", ".pepper-1.key.tmp", "salt-1.key", "pepper-1000000000.key", "PEPPER-1.key",
        "pepper-99999999999999999999.key", "",
    ])
    func otherNamesAreNoKeys(name: String) {
        #expect(KeyFile.parse(name: name) == nil)
    }
}
