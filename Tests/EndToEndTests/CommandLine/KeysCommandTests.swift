import Foundation
import Model
import Testing

@Suite struct KeysCommandTests {
    @Test func initMakesEverySecretOnceForItsOwnerAlone() async throws {
        let lectern = try await Lectern(keys: false)
        let made = try #require(try await lectern.run("keys", "init", "--json").json().elements)
        #expect(made.map { $0["purpose"]?.string } == ["pepper", "embed", "internal", "lti"])
        #expect(made.allSatisfy { $0["version"]?.integer == 1 && $0["current"]?.bool == true })
        #expect(try lectern.names("keys") == ["embed-1.key", "internal-1.key", "lti-1.key", "pepper-1.key"])
        for name in try lectern.names("keys") {
            let mode = try FileManager.default.attributesOfItem(atPath: lectern.path("keys/\(name)"))[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        let again = try await lectern.run("keys", "init", "--json")
        #expect(try again.json().elements?.isEmpty == true)
        #expect(try await lectern.run("keys", "init").output == "All keys are there already, in keys\n")
    }

    @Test(arguments: ["pepper", "embed", "internal", "lti"])
    func rotateAddsAVersionAndRetireDeletesTheOld(purpose: String) async throws {
        let lectern = try await Lectern()
        let rotated = try #require(try await lectern.run("keys", "rotate", purpose, "--json").json().elements)
        #expect(rotated.map { $0["version"]?.integer } == [2])
        let rows = try await lectern.run("keys", "list").rows.map { $0.split(separator: " ") }
        #expect(rows.count == 5)
        #expect(rows.contains { $0.prefix(3) == [Substring(purpose), "1", "no"] })
        #expect(rows.contains { $0.prefix(3) == [Substring(purpose), "2", "yes"] })

        let current = try await lectern.attempt(["keys", "retire", purpose, "2"])
        #expect(current.end == .status(64))
        #expect(current.remarks.contains("is the current key"))
        let retired = try await lectern.run("keys", "retire", purpose, "1", "--json").json()
        #expect(retired["purpose"]?.string == purpose)
        #expect(retired["version"]?.integer == 1)
        let left = try #require(try await lectern.run("keys", "list", "--json").json().elements)
        #expect(left.count == 4)
        #expect(left.allSatisfy { $0["version"]?.integer != 1 || $0["purpose"]?.string != purpose })
    }

    @Test func initAddsTheKeyThatAnEarlierReleaseDidNotHave() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        try lectern.remove("keys/lti-1.key")
        // Everything that needs no such key works without it.
        let token = try await lectern.makeToken(organization)
        try await lectern.serving { server in
            let answer = try await ask(.get, "\(server.url)/api/public/token", bearer: token)
            #expect(answer.status == 200)
            let keys = try await ask(.get, "\(server.url)/lti/jwks.json")
            #expect(keys.text == #"{"keys":[]}"#)
        }
        let made = try #require(try await lectern.run("keys", "init", "--json").json().elements)
        #expect(made.map { $0["purpose"]?.string } == ["lti"])
    }

    @Test func rotatedKeysForPlatformsArePublishedTogether() async throws {
        let lectern = try await Lectern()
        try await lectern.run("keys", "rotate", "lti")
        try await lectern.serving { server in
            let keys = try await ask(.get, "\(server.url)/lti/jwks.json").json()["keys"]?.elements
            #expect(Set((keys ?? []).map { $0["kid"]?.string }).count == 2)
        }
        let retired = try await lectern.run("keys", "retire", "lti", "1")
        #expect(retired.remarks.contains("Platforms that have not fetched key 2 yet refuse grades and rosters"))
    }

    @Test func retireKeepsAPepperThatTokensDependOn() async throws {
        let lectern = try await Lectern()
        _ = try await lectern.makeToken(try await lectern.makeOrganization())
        try await lectern.run("keys", "rotate", "pepper")
        let refused = try await lectern.attempt(["keys", "retire", "pepper", "1"])
        #expect(refused.end == .status(64))
        #expect(refused.remarks.contains("1 active API tokens"))
        let forced = try await lectern.run("keys", "retire", "pepper", "1", "--force")
        #expect(forced.output == "Retired pepper key 1\n")
    }

    @Test func listNamesTheFilesAndNotTheirContent() async throws {
        let lectern = try await Lectern()
        let text = try await lectern.run("keys", "list").output
        let json = try await lectern.run("keys", "list", "--json").output
        for name in try lectern.names("keys") {
            let lines = String(decoding: try lectern.bytes("keys/\(name)"), as: UTF8.self).split(separator: "\n")
            #expect(text.contains(name) && json.contains(name))
            for line in lines { #expect(!text.contains(line) && !json.contains(line)) }
        }
    }
}
