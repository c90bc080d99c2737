import NIOCore
import Testing

@testable import Gateway

@Suite struct PlayerPageTemplateTests {
    @Test(arguments: [
        ("https://lectern.test", "/player/assets/"), ("http://127.0.0.1:8080", "/player/assets/"),
        ("https://school.test/lessons", "/lessons/player/assets/"), ("https://a.test/b/c", "/b/c/player/assets/"),
    ])
    func filesHaveThePathOfThePublicURL(url: String, path: String) {
        let page = String(buffer: PlayerPage(publicURL: url).body(nonce: "0"))
        #expect(page.contains("\"\(path)\(PlayerAssets.all.hash)/player.js\""))
    }

    @Test func noncesAre128BitsInHex() {
        let nonces = Set((0..<100).map { _ in PlayerPage.nonce() })
        #expect(nonces.count == 100)
        #expect(nonces.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
    }
}
