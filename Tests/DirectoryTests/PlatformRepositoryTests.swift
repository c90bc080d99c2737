import Directory
import Model
import Storage
import Testing

@Suite struct PlatformRepositoryTests {
    @Test(arguments: [
        PlatformKeySource.url("https://lms.test/jwks"), .jwk(#"{"kty":"RSA"}"#), .pem("-----BEGIN PUBLIC KEY-----"),
    ])
    func whatIsSavedIsFound(keySource: PlatformKeySource) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        var draft = PlatformDraft.example(deployments: ["2", "1", "é"])
        draft.keySource = keySource
        draft.learnsDeployments = true
        draft.tokenAudience = "https://audience.test"
        draft.isLocal = true
        draft.allowsAnonymous = true
        draft.keepsNames = false
        draft.product = "moodle"
        let (saved, isNew) = try await world.directory.platforms.save(draft, organization: organization, actor: "cli")
        #expect(isNew)
        #expect(saved.id.utf8.count == 32)
        #expect(saved.id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        let expected = PlatformRecord(
            draft,
            id: saved.id,
            organization: organization,
            createdAt: world.clock.now,
            updatedAt: world.clock.now
        )
        #expect(saved == expected)
        let platforms = world.directory.platforms
        #expect(try await platforms.find(saved.id, organization: organization) == expected)
        #expect(try await platforms.list(organization: organization) == [expected])
        let second = try world.secondDirectory()
        draft.deploymentIDs = ["1"]
        let asked = PlatformRecord(
            draft,
            id: saved.id,
            organization: organization,
            createdAt: world.clock.now,
            updatedAt: world.clock.now
        )
        #expect(try await platforms.platform(saved.id, deployment: "1") == asked)
        let found = try await second.platforms.candidates(issuer: draft.issuer, clientID: nil, deployment: "1")
        #expect(found == [asked])
    }

    /// Platforms have thousands of deployments; a login or launch is about one.
    @Test func aLoginOrLaunchGetsTheOneDeploymentThatItNames() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let names = ["2", "1", "us\u{E9}r", "D"]
        let first = try await world.platform(organization, client: "1", deployments: names)
        let second = try await world.platform(organization, client: "2", deployments: ["1"])
        let platforms = world.directory.platforms
        let cases: [(String?, [[String]])] = [
            ("2", [["2"], []]), ("1", [["1"], ["1"]]), ("us\u{E9}r", [["us\u{E9}r"], []]), ("use\u{301}r", [[], []]),
            ("d", [[], []]), ("", [[], []]), (nil, [[], []]),
        ]
        for (asked, known) in cases {
            let both = try await platforms.candidates(issuer: first.issuer, clientID: nil, deployment: asked)
            #expect(both.map(\.id) == [first.id, second.id])
            #expect(both.map(\.deploymentIDs) == known)
            for (index, client) in ["1", "2"].enumerated() {
                let one = try await platforms.candidates(issuer: first.issuer, clientID: client, deployment: asked)
                #expect(one == [both[index]])
                #expect(try await platforms.platform(both[index].id, deployment: asked) == both[index])
            }
        }
    }

    @Test func theSameClientAgainIsChanged() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        var draft = PlatformDraft.example(deployments: ["1"])
        draft.product = "moodle"
        let first = try await world.directory.platforms.save(draft, organization: organization, actor: "cli").platform
        _ = try await world.directory.platforms.setActive(false, first.id, organization: organization, actor: "cli")
        world.clock.advance(seconds: 5)
        draft.name = "New name"
        draft.deploymentIDs = ["2", "1"]
        draft.product = nil
        let (second, isNew) = try await world.directory.platforms.save(draft, organization: organization, actor: "cli")
        #expect(!isNew)
        #expect(second.id == first.id)
        #expect(second.name == "New name")
        #expect(second.deploymentIDs == ["1", "2"])
        #expect(!second.isActive)
        #expect(second.product == "moodle")
        #expect(second.createdAt == first.createdAt)
        #expect(second.updatedAt == world.clock.now)
        #expect(try await world.count("registrations") == 1)
    }

    @Test func anotherOrganizationsClientIsAConflict() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("a")
        let other = try await world.organization("b")
        let platform = try await world.platform(owner)
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.platforms.save(.example(deployments: ["x"]), organization: other, actor: "cli")
        }
        #expect(error?.code == .conflict)
        #expect(try await world.directory.platforms.find(platform.id, organization: owner) == platform)
    }

    @Test func issuersAndClientsAreComparedByteForByte() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let issuers = [
            "https://lms.test", "https://lms.test/", "https://LMS.test", "https://us\u{E9}r.test",
            "https://use\u{301}r.test",
        ]
        for issuer in issuers {
            let draft = PlatformDraft.example(issuer: issuer)
            #expect(try await world.directory.platforms.save(draft, organization: organization, actor: "cli").isNew)
        }
        for issuer in issuers {
            let found = try await world.directory.platforms.candidates(
                issuer: issuer,
                clientID: "client",
                deployment: nil
            )
            #expect(found.map { Array($0.issuer.utf8) } == [Array(issuer.utf8)])
        }
        for client in ["Client", "client ", ""] {
            let found = try await world.directory.platforms.candidates(
                issuer: issuers[0],
                clientID: client,
                deployment: nil
            )
            #expect(found.isEmpty)
        }
    }

    @Test func oneIssuerHasManyClientsOfManyOrganizations() async throws {
        let world = try DirectoryWorld()
        let first = try await world.platform(world.organization("a"), client: "1", deployments: ["x"])
        let second = try await world.platform(world.organization("b"), client: "2", deployments: ["y"])
        let platforms = world.directory.platforms
        let cases: [(String, client: String?, [PlatformRecord])] = [
            ("https://lms.test", nil, [first, second]), ("https://lms.test", "2", [second]),
            ("https://other.test", "2", []),
        ]
        for (issuer, client, expected) in cases {
            let found = try await platforms.candidates(issuer: issuer, clientID: client, deployment: nil)
            #expect(found.map(\.id) == expected.map(\.id))
        }
    }

    @Test func aPlatformOfAnotherOrganizationIsNotThere() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("a")
        let platform = try await world.platform(owner)
        let other = try await world.organization("b")
        let platforms = world.directory.platforms
        let attempts: [@Sendable () async throws -> Void] = [
            { _ = try await platforms.find(platform.id, organization: other) },
            { _ = try await platforms.setActive(false, platform.id, organization: other, actor: "cli") },
        ]
        for attempt in attempts {
            let error = await #expect(throws: LecternError.self) { try await attempt() }
            #expect(error?.code == .notFound)
        }
        #expect(try await platforms.list(organization: other).isEmpty)
        #expect(try await platforms.find(platform.id, organization: owner) == platform)
    }

    @Test func switchingOffIsSeenAtOnceByAll() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let second = try world.secondDirectory()
        #expect(try await second.platforms.platform(platform.id)?.isActive == true)
        let off = try await world.directory.platforms.setActive(
            false,
            platform.id,
            organization: organization,
            actor: "cli"
        )
        #expect(!off.isActive)
        #expect(try await second.platforms.platform(platform.id)?.isActive == false)
        // The second time tells nothing new.
        for isActive in [false, true] {
            _ = try await world.directory.platforms.setActive(
                isActive,
                platform.id,
                organization: organization,
                actor: "cli"
            )
        }
        let actions = try await world.audit(organization).filter { $0.subject == platform.id }.map(\.action)
        #expect(actions == [.platformAdded, .platformDisabled, .platformEnabled])
    }

    @Test func deploymentsKeepTheOrderInWhichTheyBecameKnown() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization, deployments: ["9"])
        _ = try await world.platform(organization, deployments: ["2", "9", "e\u{301}", "\u{E9}", "1"])
        let found = try await world.directory.platforms.find(platform.id, organization: organization)
        let expected = ["9", "2", "e\u{301}", "\u{E9}", "1"]
        #expect(found.deploymentIDs.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test func theTrailTellsWhoSavedAPlatform() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platforms = world.directory.platforms
        let platform = try await platforms.save(.example(), organization: organization, actor: "cli").platform
        _ = try await platforms.save(.example(), organization: organization, actor: "cli")
        _ = try await platforms.save(
            .example(),
            organization: organization,
            actor: "invitation 1",
            action: .platformRegistered,
            address: "192.0.2.1"
        )
        let trail = try await world.audit(organization).suffix(3)
        #expect(trail.map(\.action) == [.platformAdded, .platformChanged, .platformRegistered])
        #expect(trail.map(\.actor) == ["cli", "cli", "invitation 1"])
        #expect(trail.map(\.address) == [nil, nil, "192.0.2.1"])
        #expect(trail.allSatisfy { $0.subject == platform.id })
    }

    @Test func whatCannotBeAuditedIsNotSaved() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.store.write { try $0.execute("ALTER TABLE audit RENAME TO hidden_audit", []) }
        await #expect(throws: StorageError.self) {
            try await world.directory.platforms.save(.example(), organization: organization, actor: "cli")
        }
        #expect(try await world.directory.platforms.list(organization: organization).isEmpty)
    }

    @Test func manyAreSavedTogether() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let standing = try await world.platform(organization, client: "2", deployments: ["1"])
        let drafts: [PlatformDraft] = [
            .example(client: "3"), .example(client: "2", deployments: ["2"]), .example(client: "3", deployments: ["e"]),
        ]
        let saved = try await world.directory.platforms.save(drafts, organization: organization, actor: "cli")
        #expect(saved.map(\.clientID) == ["3", "2", "3"])
        #expect(saved.map(\.deploymentIDs) == [["d"], ["1", "2"], ["d", "e"]])
        #expect(saved[1].id == standing.id && saved[0].id == saved[2].id)
        let trail = try await world.audit(organization).suffix(3)
        #expect(trail.map(\.action) == [.platformAdded, .platformChanged, .platformChanged])
        #expect(trail.map(\.subject) == saved.map(\.id))
    }

    @Test func ofManyThatCannotAllBeSavedNoneIs() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization("a")
        _ = try await world.platform(world.organization("b"), client: "theirs")
        let before = try await world.audit(organization)
        var nameless = PlatformDraft.example(client: "nameless")
        nameless.name = ""
        let cases: [(PlatformDraft, LecternError.Code)] = [
            (.example(client: "theirs"), .conflict), (nameless, .invalid),
        ]
        for (last, code) in cases {
            let error = await #expect(throws: LecternError.self) {
                try await world.directory.platforms.save(
                    [.example(client: "ours"), last],
                    organization: organization,
                    actor: "cli"
                )
            }
            #expect(error?.code == code)
            #expect(error?.message.hasPrefix("[1]: ") == true)
            #expect(try await world.directory.platforms.list(organization: organization).isEmpty)
            #expect(try await world.audit(organization) == before)
        }
    }

    @Test func draftsThatBreakARuleAreRefused() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let changes: [(inout PlatformDraft) -> Void] = [
            { $0.name = "" }, { $0.name = String(repeating: "x", count: 201) }, { $0.issuer = "" },
            { $0.clientID = "" }, { $0.clientID = String(repeating: "x", count: 256) }, { $0.deploymentIDs = [""] },
        ]
        for change in changes {
            var draft = PlatformDraft.example()
            change(&draft)
            let broken = draft
            let error = await #expect(throws: LecternError.self) {
                try await world.directory.platforms.save(broken, organization: organization, actor: "cli")
            }
            #expect(error?.code == .invalid)
        }
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.platforms.save(.example(), organization: .random(), actor: "cli")
        }
        #expect(error?.code == .notFound)
        #expect(try await world.count("registrations") == 0)
        #expect(try await world.count("platforms") == 0)
    }
}
