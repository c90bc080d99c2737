import Model
import Testing

@Suite struct TokenCommandTests {
    private static var tokenPattern: Regex<Substring> { /tapub_[0-9A-Za-z]{22}\.tasec_[0-9A-Za-z]{49}/ }

    @Test func createShowsTheTokenThisOnce() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let result = try await lectern.run(
            "token",
            "create",
            "--organization",
            organization,
            "--name",
            "Site é",
            "--scopes",
            "progress:read, embed:sign",
            "--rate-limit",
            "0",
            "--allowed-ips",
            "127.0.0.1, 10.0.0.0/8",
            "--expires-at",
            "2100-01-01T00:00:00Z",
            "--json"
        )
        let token = try result.json()
        let text = try result.member("token")
        #expect(text.wholeMatch(of: Self.tokenPattern) != nil)
        #expect(token["publicKey"]?.string == text.split(separator: ".").first.map(String.init))
        #expect(token["secretKey"]?.string == text.split(separator: ".").last.map(String.init))
        #expect(token["secretLast4"]?.string == String(text.suffix(4)))
        #expect(token["name"]?.string == "Site é")
        #expect(token["status"]?.string == "active")
        #expect(token["scopes"]?.elements?.map(\.string) == ["progress:read", "embed:sign"])
        #expect(token["allowedIps"]?.elements?.map(\.string) == ["127.0.0.1", "10.0.0.0/8"])
        #expect(token["rateLimit"]?.integer == 0)
        #expect(token["expiresAt"]?.string == "2100-01-01T00:00:00Z")
        for name in ["revokedAt", "lastUsedAt", "replacedBy"] { #expect(token[name]?.isNull == true) }

        let plain = try await lectern.run("token", "create", "--organization", organization, "--name", "Second")
        #expect(plain.output.dropLast().wholeMatch(of: Self.tokenPattern) != nil)
        #expect(plain.remarks == "Keep this token: it is shown only now.\n")
    }

    @Test func listShowsRevokedOnesTooAndNoSecret() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let first = try await lectern.makeToken(organization)
        let second = try await lectern.makeToken(organization)
        _ = try await lectern.makeToken(try await lectern.makeOrganization("Other"))
        let firstPublic = first.split(separator: ".")[0]
        let revoked = try await lectern.run("token", "revoke", String(firstPublic), "--json").json()
        #expect(revoked["status"]?.string == "revoked")
        let again = try await lectern.run("token", "revoke", revoked["id"]?.string ?? "", "--json").json()
        #expect(again["revokedAt"]?.string == revoked["revokedAt"]?.string)
        #expect(try await lectern.run("token", "revoke", String(firstPublic)).output == "Revoked \(firstPublic)\n")

        let json = try await lectern.run("token", "list", "--organization", organization, "--json")
        let listed = try #require(try json.json().elements)
        #expect(listed.map { $0["status"]?.string } == ["active", "revoked"])
        #expect(listed.allSatisfy { $0["token"] == nil && $0["secretKey"] == nil })
        let text = try await lectern.run("token", "list")
        #expect(text.rows.count == 3)
        for token in [first, second] {
            let secret = token.split(separator: ".")[1].dropFirst(6)
            #expect(!json.output.contains(secret) && !text.output.contains(secret))
        }
    }

    @Test func rotateReplacesATokenAndLetsTheOldOneEnd() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let old = try await lectern.run(
            "token",
            "create",
            "--organization",
            organization,
            "--name",
            "Site",
            "--scopes",
            "lessons:read",
            "--json"
        )
        let new = try await lectern.run(
            "token",
            "rotate",
            try old.member("publicKey"),
            "--overlap-seconds",
            "60",
            "--json"
        ).json()
        #expect(new["token"]?.string?.wholeMatch(of: Self.tokenPattern) != nil)
        #expect(new["scopes"]?.elements?.map(\.string) == ["lessons:read"])
        let listed = try #require(try await lectern.run("token", "list", "--json").json().elements)
        let kept = try #require(listed.first { $0["replacedBy"]?.isNull == false })
        #expect(kept["replacedBy"]?.string == new["id"]?.string)
        #expect(kept["expiresAt"]?.isNull == false)
        let again = try await lectern.attempt(["token", "rotate", try old.member("id")])
        #expect(again.end == .status(64))
        #expect(again.remarks.contains("Only an active API token"))
        let text = try await lectern.run("token", "rotate", new["id"]?.string ?? "", "--overlap-seconds", "0")
        #expect(text.output.dropLast().wholeMatch(of: Self.tokenPattern) != nil)
    }

    @Test func auditTellsWhatWasDone() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        _ = try await lectern.makeLesson(organization)
        let publicKey = String(token.split(separator: ".")[0])
        try await lectern.run("token", "rotate", publicKey)
        try await lectern.run("token", "revoke", publicKey)
        let entries = try #require(
            try await lectern.run("audit", "--organization", organization, "--json").json().elements
        )
        #expect(
            entries.map { $0["action"]?.string } == [
                "token.revoked", "token.rotated", "lesson.published", "lesson.imported", "token.created",
                "organization.created",
            ]
        )
        #expect(entries.allSatisfy { $0["actor"]?.string == "cli" && $0["address"]?.isNull == true })
        #expect(entries[0]["subject"]?.string == publicKey)
        let text = try await lectern.run("audit", "--organization", organization, "--limit", "2")
        #expect(text.rows.count == 2)
        #expect(text.rows[0].contains("token.revoked"))
    }
}
