import Foundation
import Model
import Testing

/// No secret is in a database, a log or what a command shows, at the most talkative settings.
@Suite struct SecrecyTests {
    @Test(arguments: Topology.allCases)
    func secretsAreNowhereButInTheKeyFolder(topology: Topology) async throws {
        let lectern = try await Lectern(["LOG_LEVEL": "trace", "ACCESS_LOG": "all"])
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        var embedTokens: [String] = []
        var shown = ""
        try await lectern.serving(as: topology) { server in
            let site = Site(server: server, token: token, lesson: lesson)
            let learner = try await site.signIn("learner-1")
            embedTokens.append(learner)
            let session = try await site.start(learner).member("session_id")
            _ = try await site.update(session, learner, #"{"progress":0.5}"#)
            _ = try await site.poll("learner-1")
            // The one place where a token may stand in a query.
            let data = "\(server.url)/api/public/lessons/\(lesson)/player-data?validate_playability=false&token="
            #expect(try await ask(.get, data + learner).status == 200)
            #expect(try await ask(.get, data + learner + "x").status == 401)
            try await misplace(token, learner, server)
            for path in ["readyz", "metrics"] {
                shown += try await ask(.get, "http://127.0.0.1:\(server.internalPort)/\(path)").text
            }
        }
        let secretHalf = String(token.split(separator: ".")[1].dropFirst("tasec_".count))
        let texts = [secretHalf] + embedTokens.map { String($0.split(separator: ".")[2]) }

        for command in [
            ["check-config"], ["check-config", "--json"], ["token", "list", "--json"], ["token", "list"],
            ["audit", "--organization", organization], ["keys", "list", "--json"], ["org", "list", "--json"],
        ] {
            shown += try await lectern.attempt(command).output
        }
        shown += lectern.logs
        #expect(shown.contains(#""level":"trace""#) || shown.contains(#""level":"debug""#))
        #expect(shown.contains("tasec_***"))
        try expectAbsent(texts, Array(shown.utf8), "what was shown", lectern)
        for name in try lectern.names("data") {
            try expectAbsent(texts, try lectern.bytes("data/\(name)"), name, lectern)
        }
        let names = try lectern.names("data")
        #expect(names.contains("directory.sqlite") && names.contains("progress.sqlite"))
    }

    /// Puts credentials where they do not belong and would be logged.
    private func misplace(_ token: String, _ embedToken: String, _ server: LecternServer) async throws {
        for secret in [token, embedToken] {
            for target in [
                "/\(secret)", "/api/public/token?token=\(secret)", "/api/public/lessons/\(secret)/progress/x",
            ] {
                let answer = try await ask(.get, server.url + target, headers: ["X-Request-Id": "\(secret)"])
                #expect([401, 404].contains(answer.status))
                #expect(!answer.text.contains(secret))
            }
            let answer = try await ask(.get, "\(server.url)/api/public/token", bearer: secret + "x")
            #expect(answer.status == 401)
            #expect(!answer.text.contains(secret))
        }
    }

    private func expectAbsent(
        _ texts: [String],
        _ place: [UInt8],
        _ name: String,
        _ lectern: Lectern
    ) throws {
        var secrets = texts.map { Array($0.utf8) }
        for key in try lectern.names("keys") {
            let content = try lectern.bytes("keys/\(key)")
            guard !key.hasPrefix("lti-") else {
                // The lines of base64 between the first and the last.
                secrets += content.split(separator: UInt8(ascii: "\n")).dropFirst().dropLast().map { Array($0) }
                continue
            }
            let digits = Array(content.dropLast())
            secrets.append(digits)
            secrets.append(try #require(Self.bytes(ofHex: digits)))
        }
        let data = Data(place)
        for secret in secrets {
            #expect(data.range(of: Data(secret)) == nil, "a secret is in \(name)")
        }
    }

    private static func bytes(ofHex digits: [UInt8]) -> [UInt8]? {
        let text = Array(String(decoding: digits, as: UTF8.self))
        let bytes = stride(from: 0, to: text.count, by: 2).compactMap { UInt8(String(text[$0...($0 + 1)]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }

    @Test func dataAndDatabasesAreForTheirOwnerAlone() async throws {
        let lectern = try await Lectern()
        try await lectern.serving { _ in
            func mode(_ name: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: lectern.path(name))[.posixPermissions] as? Int
            }
            #expect(try mode("data") == 0o700)
            for name in try lectern.names("data") { #expect(try mode("data/\(name)") == 0o600) }
        }
    }
}
