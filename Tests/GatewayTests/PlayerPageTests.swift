import Directory
import Foundation
import Model
import TestSupport
import Testing

@testable import Gateway

/// The player's page and files.
@Suite(.timeLimit(.minutes(3)))
struct PlayerPageTests {
    private static let assets = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Gateway/Embed/Assets").standardized

    /// The text of a file as it lies in the repository.
    private static func source(_ name: String) throws -> String {
        try String(decoding: Data(contentsOf: assets.appending(path: name)), as: UTF8.self)
    }

    /// The directives of a Content-Security-Policy, by name.
    private func policy(_ answer: TestResponse) throws -> [String: String] {
        let text = try #require(answer["Content-Security-Policy"])
        let directives = text.split(separator: ";").map { directive in
            directive.drop { $0 == " " }.split(separator: " ", maxSplits: 1).map(String.init)
        }
        #expect(Set(directives.map { $0[0] }).count == directives.count)
        return Dictionary(uniqueKeysWithValues: directives.map { ($0[0], $0.count == 2 ? $0[1] : "") })
    }

    /// The URLs of files that the page names.
    private func files(of page: TestResponse) -> [String] {
        page.text.split(separator: "\"").map(String.init).filter { $0.hasPrefix("/player/assets/") }
    }

    // MARK: Page

    @Test(arguments: ServerMode.allCases)
    func pageLetsNothingInButItsOwnFiles(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let answer = try await server.get("/player/\(world.lesson.id)", token: nil)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Referrer-Policy"] == "no-referrer")
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Cross-Origin-Resource-Policy"] == "cross-origin")
            #expect(answer["Permissions-Policy"]?.contains("camera=()") == true)
            #expect(answer["Access-Control-Allow-Origin"] == nil)
            #expect(answer["Set-Cookie"] == nil)
            let policy = try policy(answer)
            let nonce = try #require(policy["script-src"])
            #expect(nonce.wholeMatch(of: /'nonce-[0-9a-f]{32}'/) != nil)
            let expected = [
                "default-src": "'none'", "script-src": nonce, "style-src": nonce, "img-src": "'self' https: data:",
                "media-src": "'self' https: data: blob:", "connect-src": "'self'", "frame-src": "'self' https:",
                "base-uri": "'none'", "form-action": "'none'", "object-src": "'none'", "frame-ancestors": "*",
            ]
            #expect(policy == expected)
        }
    }

    @Test func everyPageHasANonceOfItsOwn() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            var nonces: Set<String> = []
            for _ in 0..<8 {
                let answer = try await server.get("/player/\(world.lesson.id)", token: nil)
                let policy = try policy(answer)
                let nonce = try #require(policy["script-src"]).dropFirst("'nonce-".count).dropLast()
                nonces.insert(String(nonce))
                // Scripts and styles carry it, and nothing of the template is left.
                let carriers = answer.text.matches(of: /nonce="([^"]*)"/).map { $0.1 }
                #expect(carriers.count >= 2)
                #expect(carriers.allSatisfy { $0 == nonce })
                for tag in answer.text.matches(of: /<(?:script|style|link rel="stylesheet")[^>]*>/) {
                    #expect(tag.0.contains("nonce="))
                }
                #expect(!answer.text.contains("{{"))
                #expect(answer.text.contains("<title>Lesson</title>"))
                #expect(answer.text.firstMatch(of: /\sstyle=|\son[a-z]+=/) == nil)
            }
            #expect(nonces.count == 8)
        }
    }

    /// Nobody without a token learns which lessons exist.
    @Test func unknownLessonLooksLikeAnyOther() async throws {
        let world = try await TestWorld()
        let draft = try await world.makeLesson("Secret", publish: false)
        try await withServer(world) { server in
            func look(_ lesson: LessonID) async throws -> String {
                let answer = try await server.get("/player/\(lesson)", token: nil)
                let nonce = try #require(answer["Content-Security-Policy"]).firstMatch(of: /nonce-([0-9a-f]+)/)?.1
                return Transcript.text(answer).replacing(try #require(nonce), with: "N")
            }
            let unknown = try await look(.random())
            #expect(try await look(world.lesson.id) == unknown)
            #expect(try await look(draft.id) == unknown)
        }
    }

    @Test(arguments: ["x", "assets", "%00", "550e8400e29b41d4a716446655440000", "550e8400-e29b-41d4-a716-44665544000"])
    func whatIsNoLessonHasNoPage(name: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get("/player/\(name)", token: nil)
            #expect(answer.summary == #"404 {"error":"Not found"}"#)
        }
    }

    // MARK: Files

    @Test(arguments: [ServerMode.inProcessHot, .remote])
    func filesThatThePageNamesNeverChange(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let page = try await server.get("/player/\(world.lesson.id)", token: nil)
            let files = files(of: page)
            #expect(files.contains { $0.hasSuffix("/player.js") })
            #expect(files.contains { $0.hasSuffix("/player.css") })
            for file in files {
                let answer = try await server.get(file, token: nil)
                let name = try #require(file.split(separator: "/").last.map(String.init))
                #expect(answer.status == 200)
                #expect(!answer.bytes.isEmpty)
                let type = name.hasSuffix(".css") ? "text/css" : "text/javascript"
                #expect(answer["Content-Type"] == "\(type); charset=utf-8")
                #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
                let head = try await server.exchange(server.head("HEAD", file), hasBody: false)
                #expect(head["Content-Length"] == String(answer.bytes.count))
                for other in [
                    file.replacing("/assets/", with: "/assets/0"), "\(file)x", "/player/assets/\(name)",
                    file.replacing(name, with: "../\(name)"), file.replacing(name, with: "%2e%2e/frame.html"),
                    file.replacing(name, with: "player.html"), file.replacing(name, with: name.uppercased()),
                ] {
                    let missing = try await server.exchange(server.head("GET", other))
                    #expect(missing.summary == #"404 {"error":"Not found"}"#, "\(other)")
                }
            }
        }
    }

    /// A file that lies in the folder and not in the list would be missing in the browser only.
    @Test func everyFileOfTheFolderIsServed() async throws {
        let world = try await TestWorld()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.assets.path)
        try await withServer(world) { server in
            let page = try await server.get("/player/\(world.lesson.id)", token: nil)
            let script = try #require(files(of: page).first { $0.hasSuffix("/player.js") })
            for name in names {
                let path =
                    switch name {
                    case "embed.js": "/embed.js"
                    case "frame.html": "/player/frame"
                    case "player.html": "/player/\(world.lesson.id)"
                    default: script.replacing("player.js", with: name)
                    }
                let answer = try await server.get(path, token: nil)
                #expect(answer.status == 200, "\(name)")
                if name != "player.html" {
                    #expect(answer.bytes == AssetMinifier.minify(name, Array(try Self.source(name).utf8)), "\(name)")
                }
            }
        }
    }

    // MARK: Frame and script

    @Test func frameIsASandbox() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get("/player/frame", token: nil)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer["Referrer-Policy"] == "no-referrer")
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            let policy = try policy(answer)
            let expected = [
                "sandbox": "allow-scripts allow-forms", "default-src": "'none'", "script-src": "'unsafe-inline'",
                "style-src": "'unsafe-inline'", "img-src": "data: https:", "media-src": "data: https: blob:",
                "font-src": "data:", "form-action": "'none'", "frame-ancestors": "*",
            ]
            #expect(policy == expected)
            // Any page may frame it, so it must take nothing but from the player.
            #expect(answer.text.contains("location.origin"))
        }
    }

    @Test(arguments: ["/embed.js", "/player/frame"])
    func whatHasNoHashIsAskedForAgain(path: String) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.get(path, token: nil, headers: [("Origin", "https://site.test")])
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "public, max-age=300")
            #expect(answer["Cross-Origin-Resource-Policy"] == "cross-origin")
            #expect(answer["Access-Control-Allow-Origin"] == (path == "/embed.js" ? "*" : nil))
            let tag = try #require(answer["ETag"])
            let again = try await server.get(path, token: nil, headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            #expect(again["ETag"] == tag)
            #expect(again["Cache-Control"] == "public, max-age=300")
            let other = try await server.get(path, token: nil, headers: [("If-None-Match", "\"x\"")])
            #expect(other.text == answer.text)
        }
    }
}
