import Foundation
import TestSupport
import Testing

@testable import Gateway

/// The player must load fast on slow networks, also where nothing on the way compresses it.
@Suite(.timeLimit(.minutes(3)))
struct PlayerSizeTests {
    /// Follows what the page and its modules load, as a browser does.
    private func load(_ server: TestServer, lesson: String) async throws -> [String: TestResponse] {
        var answers = ["page": try await server.get("/player/\(lesson)", token: nil)]
        answers["frame"] = try await server.get("/player/frame", token: nil)
        let text = try #require(answers["page"]).text
        var open = text.matches(of: /(?:src|href)="(\/player\/assets\/[^"]+)"/).map { String($0.1) }
        while let path = open.popLast() {
            guard answers[path] == nil else { continue }
            let answer = try await server.get(path, token: nil)
            #expect(answer.status == 200, "\(path)")
            answers[path] = answer
            let folder = path.replacing(/[^\/]+$/, with: "")
            open += answer.text.matches(of: /from"\.\/([^"]+)"/).map { folder + $0.1 }
        }
        return answers
    }

    @Test func playerIsSmall() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answers = try await load(server, lesson: "\(world.lesson.id)")
            #expect(answers.keys.count { $0.hasSuffix(".js") } > 20)
            #expect(answers.keys.contains { $0.hasSuffix("/player.css") })
            #expect(answers.values.allSatisfy { $0["Content-Encoding"] == nil })
            let sizes = answers.mapValues(\.bytes.count)
            #expect(sizes.values.reduce(0, +) < 60_000, "\(sizes)")
            let script = try await server.get("/embed.js", token: nil)
            #expect(script.bytes.count < 5_000)
        }
    }

    /// Each is served smaller than it is written, and can be made no smaller.
    @Test func everyFileIsMinified() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Gateway/Embed/Assets").standardized
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let source = try Array(Data(contentsOf: folder.appending(path: name)))
            let served = AssetMinifier.minify(name, source)
            #expect(served.count < source.count, "\(name)")
            #expect(AssetMinifier.minify(name, served) == served, "\(name)")
        }
    }
}
