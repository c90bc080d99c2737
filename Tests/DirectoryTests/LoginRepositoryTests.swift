@testable import Directory
import Model
import Storage
import Testing

@Suite struct LoginRepositoryTests {
    @Test(arguments: [nil, "hint"])
    func whatIsInsertedIsFound(hint: String?) async throws {
        let world = try DirectoryWorld()
        let login = StoredLogin(
            state: "s",
            nonce: "n",
            platformID: "p",
            deploymentHint: hint,
            targetLinkURI: "https://lectern.test/é?a=1",
            storageTarget: hint,
            binding: "b",
            createdAt: world.clock.now
        )
        try await world.directory.logins.insert(login)
        let found = try #require(try await world.secondDirectory().logins.find("s"))
        #expect(found == FoundLogin(login: login, isConsumed: false, heldToken: nil))
        #expect(try await world.directory.logins.find("S") == nil)
        #expect(try await world.directory.logins.find("") == nil)
    }

    @Test func aStateIsTakenOnce() async throws {
        let world = try DirectoryWorld()
        try await world.directory.logins.insert(world.login(state: "s"))
        await #expect(throws: StorageError.self) { try await world.directory.logins.insert(world.login(state: "s")) }
    }

    @Test func ofManyConsumersAtOnceOneSucceeds() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        try await world.directory.logins.insert(world.login(state: "s"))
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                let logins = (index.isMultiple(of: 2) ? world.directory : second).logins
                group.addTask { try await logins.consume("s") }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
        let found = try await world.directory.logins.find("s")
        #expect(found?.isConsumed == true)
    }

    @Test func anUnknownStateCannotBeConsumed() async throws {
        let world = try DirectoryWorld()
        #expect(try await !world.directory.logins.consume("s"))
    }

    @Test func aLoginEndsAfterTenMinutes() async throws {
        let world = try DirectoryWorld()
        let logins = world.directory.logins
        try await logins.insert(world.login(state: "s"))
        world.clock.advance(seconds: 600)
        #expect(try await logins.find("s") != nil)
        world.clock.advance(seconds: 0.000_001)
        #expect(try await logins.find("s") == nil)
        #expect(try await !logins.hold("token", under: "s"))
        #expect(try await !logins.consume("s"))
    }

    // MARK: Held tokens

    @Test func aHeldTokenIsReplacedAndGoesWithTheLogin() async throws {
        let world = try DirectoryWorld()
        let logins = world.directory.logins
        try await logins.insert(world.login(state: "s"))
        #expect(try await logins.hold("first", under: "s"))
        let long = String(repeating: "x", count: 262_144)
        #expect(try await logins.hold(long, under: "s"))
        #expect(try await logins.find("s")?.heldToken == long)
        #expect(try await logins.consume("s"))
        let found = try #require(try await logins.find("s"))
        #expect(found.isConsumed)
        #expect(found.heldToken == nil)
        #expect(try await world.count("held_tokens") == 0)
        #expect(try await !logins.hold("late", under: "s"))
        #expect(try await logins.find("s")?.heldToken == nil)
    }

    @Test func noTokenIsHeldUnderAnUnknownState() async throws {
        let world = try DirectoryWorld()
        #expect(try await !world.directory.logins.hold("token", under: "s"))
        #expect(try await world.count("held_tokens") == 0)
    }

    // MARK: Bounds

    private func bounded(_ world: DirectoryWorld) -> LoginRepository {
        let limits = LoginRepository.Limits(logins: 10, heldTokens: 3, checkedEvery: 4)
        return LoginRepository(store: world.store, clock: world.clock.wall, limits: limits)
    }

    @Test func theOldestGoWhenThereAreTooMany() async throws {
        let world = try DirectoryWorld()
        let logins = bounded(world)
        for number in 1...24 { try await logins.insert(world.login(state: "s\(number)")) }
        #expect(try await world.count("logins") == 10)
        #expect(try await logins.find("s14") == nil)
        #expect(try await logins.find("s15") != nil)
        #expect(try await logins.find("s24") != nil)
    }

    @Test func theOldestHeldTokensGoWhenThereAreTooMany() async throws {
        let world = try DirectoryWorld()
        let logins = bounded(world)
        for number in 1...6 {
            try await logins.insert(world.login(state: "s\(number)"))
            try await logins.hold("token \(number)", under: "s\(number)")
        }
        #expect(try await world.count("held_tokens") == 3)
        #expect(try await logins.find("s3")?.heldToken == nil)
        #expect(try await logins.find("s4")?.heldToken == "token 4")
    }

    @Test func aSweepTakesWhatIsTooOld() async throws {
        let world = try DirectoryWorld()
        let logins = world.directory.logins
        for state in ["a", "b"] {
            try await logins.insert(world.login(state: state))
            try await logins.hold("token", under: state)
        }
        world.clock.advance(seconds: 300)
        try await logins.insert(world.login(state: "c"))
        world.clock.advance(seconds: 301)
        #expect(try await logins.sweep() == 4)
        #expect(try await world.count("logins") == 1)
        #expect(try await logins.find("c") != nil)
        #expect(try await logins.sweep() == 0)
    }

    @Test func aSweepOfMoreThanOnePieceTakesAll() async throws {
        let world = try DirectoryWorld()
        let created = world.clock.now
        _ = try await world.store.write { connection in
            try connection.execute(
                """
                WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 25000)
                INSERT INTO logins (state, nonce, platform_id, target_link_uri, binding, created_at)
                SELECT 's' || n, 'n', 'p', 't', 'b', ?1 FROM counter
                """,
                [.time(created)]
            )
        }
        world.clock.advance(seconds: 601)
        #expect(try await world.directory.logins.sweep() == 25_000)
        #expect(try await world.count("logins") == 0)
    }
}
