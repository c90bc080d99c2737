import Testing

@testable import Credentials

@Suite struct KeyVersionsTests {
    @Test func theHighestVersionIsCurrent() {
        let versions = KeyVersions([2: "b", 10: "j", 9: "i"])
        #expect(versions.currentVersion == 10)
        #expect(versions.current == "j")
        #expect(versions[2] == "b")
        #expect(versions[3] == nil)
    }
}
