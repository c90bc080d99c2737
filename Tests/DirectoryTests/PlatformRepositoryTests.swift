import Directory
import Model
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
        let (saved, isNew) = try await world.directory.platforms.save(draft, organization: organization)
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
        #expect(try await platforms.platform(saved.id) == expected)
        #expect(try await platforms.find(saved.id, organization: organization) == expected)
        #expect(try await platforms.list(organization: organization) == [expected])
        let second = try world.secondDirectory()
        #expect(try await second.platforms.candidates(issuer: draft.issuer, clientID: nil) == [expected])
    }

    @Test func theSameClientAgainIsChanged() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        var draft = PlatformDraft.example(deployments: ["1"])
        draft.product = "moodle"
        let first = try await world.directory.platforms.save(draft, organization: organization).platform
        _ = try await world.directory.platforms.setActive(false, first.id, organization: organization)
        world.clock.advance(seconds: 5)
        draft.name = "New name"
        draft.deploymentIDs = ["2", "1"]
        draft.product = nil
        let (second, isNew) = try await world.directory.platforms.save(draft, organization: organization)
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
            try await world.directory.platforms.save(.example(deployments: ["x"]), organization: other)
        }
        #expect(error?.code == .conflict)
        #expect(try await world.directory.platforms.platform(platform.id) == platform)
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
            #expect(try await world.directory.platforms.save(draft, organization: organization).isNew)
        }
        for issuer in issuers {
            let found = try await world.directory.platforms.candidates(issuer: issuer, clientID: "client")
            #expect(found.map { Array($0.issuer.utf8) } == [Array(issuer.utf8)])
        }
        for client in ["Client", "client ", ""] {
            #expect(try await world.directory.platforms.candidates(issuer: issuers[0], clientID: client).isEmpty)
        }
    }

    @Test func oneIssuerHasManyClientsOfManyOrganizations() async throws {
        let world = try DirectoryWorld()
        let first = try await world.platform(world.organization("a"), client: "1", deployments: ["x"])
        let second = try await world.platform(world.organization("b"), client: "2", deployments: ["y"])
        let platforms = world.directory.platforms
        #expect(try await platforms.candidates(issuer: "https://lms.test", clientID: nil) == [first, second])
        #expect(try await platforms.candidates(issuer: "https://lms.test", clientID: "2") == [second])
        #expect(try await platforms.candidates(issuer: "https://other.test", clientID: "2").isEmpty)
    }

    @Test func aPlatformOfAnotherOrganizationIsNotThere() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization("a"))
        let other = try await world.organization("b")
        let platforms = world.directory.platforms
        let attempts: [@Sendable () async throws -> Void] = [
            { _ = try await platforms.find(platform.id, organization: other) },
            { _ = try await platforms.setActive(false, platform.id, organization: other) },
            { try await platforms.addDeployments(["x"], to: platform.id, organization: other) },
        ]
        for attempt in attempts {
            let error = await #expect(throws: LecternError.self) { try await attempt() }
            #expect(error?.code == .notFound)
        }
        #expect(try await platforms.list(organization: other).isEmpty)
        #expect(try await platforms.platform(platform.id) == platform)
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
        #expect(actions == [.platformDisabled, .platformEnabled])
    }

    @Test func deploymentsKeepTheOrderInWhichTheyBecameKnown() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization, deployments: ["9"])
        let names = ["2", "9", "e\u{301}", "\u{E9}", "1"]
        try await world.directory.platforms.addDeployments(names, to: platform.id, organization: organization)
        let found = try await world.directory.platforms.find(platform.id, organization: organization)
        let expected = ["9", "2", "e\u{301}", "\u{E9}", "1"]
        #expect(found.deploymentIDs.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test func onlyWithAnActorIsAnythingAudited() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let before = try await world.audit(organization).count
        _ = try await world.directory.platforms.save(.example(), organization: organization)
        #expect(try await world.audit(organization).count == before)
        let platform = try await world.directory.platforms.save(
            .example(),
            organization: organization,
            actor: "cli"
        ).platform
        let last = try #require(try await world.audit(organization).last)
        #expect(last.action == .platformChanged)
        #expect(last.subject == platform.id)
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
                try await world.directory.platforms.save(broken, organization: organization)
            }
            #expect(error?.code == .invalid)
        }
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.platforms.save(.example(), organization: .random())
        }
        #expect(error?.code == .notFound)
        #expect(try await world.count("registrations") == 0)
        #expect(try await world.count("platforms") == 0)
    }
}
