import Credentials
import Directory
import Model
import Testing

@Suite struct APITokenRecordTests {
    // MARK: Status

    @Test func itExpiresAtTheInstantItSays() async throws {
        let world = try DirectoryWorld()
        let end = SteppableClock.start.adding(seconds: 60)
        let record = try await world.token(APITokenDraft(name: "a", expiresAt: end), of: world.organization()).record
        #expect(record.status(at: SteppableClock.start) == .active)
        #expect(record.status(at: Timestamp(microseconds: end.microseconds - 1)) == .active)
        #expect(record.status(at: end) == .expired)
        #expect(record.status(at: end.adding(seconds: 1)) == .expired)
    }

    @Test func itNeverExpiresUnlessItSaysSo() async throws {
        let world = try DirectoryWorld()
        let record = try await world.token(of: world.organization()).record
        #expect(record.status(at: Timestamp(microseconds: .max)) == .active)
    }

    @Test func revokedWinsOverExpired() async throws {
        let world = try DirectoryWorld()
        let end = SteppableClock.start.adding(seconds: 60)
        let made = try await world.token(APITokenDraft(name: "a", expiresAt: end), of: world.organization()).record
        let record = try await world.directory.tokens.revoke(made.publicKey, actor: "cli")
        #expect(record.status(at: SteppableClock.start) == .revoked)
        #expect(record.status(at: end) == .revoked)
    }

    // MARK: Public form (contract §2.4)

    private func written(_ record: APITokenRecord, at now: Timestamp, token: APIToken? = nil) -> String {
        var json = JSONWriter()
        record.write(to: &json, now: now, token: token)
        return json.text
    }

    @Test func unsetMembersAreNull() async throws {
        let world = try DirectoryWorld()
        let record = try await world.token(APITokenDraft(name: "my \"site\""), of: world.organization()).record
        let expected = [
            #"{"id":"\#(record.id)","name":"my \"site\"","publicKey":"\#(record.publicKey)","status":"active","#,
            #""createdAt":"2025-06-01T10:00:00Z","lastUsedAt":null,"createdBy":"cli","expiresAt":null,"revokedAt":null,"#,
            #""scopes":["lessons:read","progress:read","embed:sign","logger:write","events:read"],"allowedIps":null,"#,
            #""rateLimit":null,"secretLast4":"\#(record.secretLast4)","replacedBy":null}"#,
        ].joined()
        #expect(written(record, at: world.clock.now) == expected)
    }

    @Test func setMembersAreWritten() async throws {
        let world = try DirectoryWorld()
        let draft = APITokenDraft(
            name: "a",
            scopes: ScopeSet([.progressRead]),
            expiresAt: SteppableClock.start.adding(seconds: 3_600),
            allowedIPs: ["192.0.2.0/24", "::1"],
            rateLimit: 30
        )
        let made = try await world.token(draft, of: world.organization()).record
        world.clock.advance(seconds: 1)
        try await world.directory.tokens.noteUse(of: made, address: "192.0.2.7", renewal: nil)
        let next = try await world.directory.tokens.rotate(made, overlapSeconds: 60, actor: "cli", keys: world.keys)
        world.clock.advance(seconds: 1)
        let record = try await world.directory.tokens.revoke(made.publicKey, actor: "cli")
        let expected = [
            #"{"id":"\#(record.id)","name":"a","publicKey":"\#(record.publicKey)","status":"revoked","#,
            #""createdAt":"2025-06-01T10:00:00Z","lastUsedAt":"2025-06-01T10:00:01Z","createdBy":"cli","#,
            #""expiresAt":"2025-06-01T10:01:01Z","revokedAt":"2025-06-01T10:00:02Z","scopes":["progress:read"],"#,
            #""allowedIps":["192.0.2.0/24","::1"],"rateLimit":30,"secretLast4":"\#(record.secretLast4)","#,
            #""replacedBy":"\#(next.record.id)"}"#,
        ].joined()
        #expect(written(record, at: world.clock.now) == expected)
    }

    @Test func theSecretIsShownOnlyTogetherWithTheTokenItself() async throws {
        let world = try DirectoryWorld()
        let (record, token) = try await world.token(of: world.organization())
        let secret = token.exposedText.dropFirst(29)
        #expect(secret.hasPrefix("tasec_"))
        let plain = written(record, at: world.clock.now)
        let shown = written(record, at: world.clock.now, token: token)
        #expect(shown == plain.dropLast() + #","secretKey":"\#(secret)","token":"\#(token.exposedText)"}"#)
        #expect(!plain.contains(secret.dropFirst(6).prefix(8)))
    }
}
