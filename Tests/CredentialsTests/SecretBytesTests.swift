import Testing

@testable import Credentials

@Suite struct SecretBytesTests {
    private let secret = SecretBytes(Array("swordfish".utf8))

    @Test func givesTheBytesOnRequestOnly() {
        #expect(secret.count == 9)
        #expect(secret.withBytes { Array($0) } == Array("swordfish".utf8))
    }

    @Test func printingDumpingAndReflectingShowAPlaceholder() {
        var dumped = ""
        dump((secret, [secret]), to: &dumped)
        let shown = [String(describing: secret), String(reflecting: secret), "\(secret)", "\([secret])", dumped]
        for text in shown {
            #expect(text.contains("redacted"))
            #expect(!text.contains("swordfish"))
            #expect(!text.contains("115"))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func randomBytesHaveTheAskedLengthAndDiffer() {
        let first = SecretBytes.random(count: 32)
        let second = SecretBytes.random(count: 32)
        #expect(first.count == 32)
        #expect(first.withBytes { Array($0) } != second.withBytes { Array($0) })
        #expect(SecretBytes.random(count: 0).count == 0)
    }
}
