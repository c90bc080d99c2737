import Model
import Testing

@testable import ProgressCore

/// Who may read whose logs (logger rule P1, design §4).
@Suite struct LogReadTests {
    /// Everybody has one try with one attempt at the same exercise, whose item is their name; so has a guest, without the try.
    private static let everybody = ["ada", "bob", "cy", "grace", "teacher"]

    private let world: CoreWorld
    private let exercise = TestContent(kind: "exercise")
    private let other = OrganizationID.random()
    private let callers: [String: Caller]

    /// Makes a school.
    ///
    /// Ada is in the first course, Grace only in a group of it, Bob in the second course, Cy in none, Zoe in another
    /// organization. The teacher coaches the first course.
    init() async throws {
        world = try CoreWorld()
        let courses = (first: CourseID.random(), second: CourseID.random())
        var callers: [String: Caller] = [:]
        for name in Self.everybody + ["both", "head", "principal", "assistant", "nobody"] {
            callers[name] = world.embed(name)
        }
        callers["zoe"] = world.embed("zoe", organization: other)
        callers["token"] = world.staff()
        callers["their token"] = world.staff(organization: other)
        callers["operator"] = world.staff(.superuser, organization: .random())
        callers["coach without a person"] = world.staff(.coach)
        callers["learner without a person"] = world.staff(.learner)
        callers["guest"] = world.guest
        self.callers = callers
        for name in Self.everybody + ["zoe", "guest"] {
            let caller = try #require(callers[name])
            try await caller.answer(try await caller.beginTry(at: exercise), question(name, "1"))
        }
        try await world.enrol(try person("ada"), in: courses.first)
        try await world.enrol(try person("grace"), in: .random(), of: courses.first)
        try await world.enrol(try person("bob"), in: courses.second)
        for (name, course) in [
            ("teacher", courses.first), ("both", courses.first), ("both", courses.second), ("assistant", .random()),
        ] {
            try await world.enrol(try person(name), in: course, role: "coach")
        }
        try await world.appoint(try person("head"), as: "coach")
        try await world.appoint(try person("principal"), as: "admin")
    }

    private func person(_ name: String) throws -> Caller { try #require(callers[name]) }

    private static let school = everybody + ["guest"]

    /// Who reads, and whose logs they see.
    private static let table: [(reader: String, seen: [String])] = [
        ("ada", ["ada"]), ("bob", ["bob"]), ("nobody", []),
        // A class coach reads the members of the class and of its groups, and what is their own.
        ("teacher", ["ada", "grace", "teacher"]), ("both", ["ada", "bob", "grace"]), ("assistant", []),
        ("head", school), ("principal", school), ("token", school), ("zoe", ["zoe"]), ("their token", ["zoe"]),
        ("operator", school + ["zoe"]), ("guest", []), ("coach without a person", []), ("learner without a person", []),
    ]

    @Test(arguments: table)
    func listShowsWhatIsReadable(reader: String, seen: [String]) async throws {
        let answer = try await person(reader).attemptLog()
        #expect(answer.status == 200)
        let items = (answer.json.elements ?? []).compactMap { $0["item"]?.string }
        #expect(items.sorted() == seen.sorted())
        let page = try await person(reader).attemptLog("page_size=2")
        #expect(page["count"]?.integer == seen.count)
    }

    @Test(arguments: table)
    func logsOfAPersonAreThereForWhoMayReadThem(reader: String, seen: [String]) async throws {
        let reader = try person(reader)
        guard reader.principal.organization == world.organization || reader.principal.role == .superuser else { return }
        for name in Self.everybody {
            let learner = try person(name)
            let isSeen = seen.contains(name)
            let tries = try await reader.masteryLog(exercise, of: learner)
            // Never a 403.
            #expect(tries.status == 200)
            #expect(tries.json.elements?.count == (isSeen ? 1 : 0), "\(name)")
            let attempts = try await reader.attemptLog("user=\(learner.userID)")
            #expect(attempts.status == 200)
            #expect(attempts.json.elements?.count == (isSeen ? 1 : 0), "\(name)")
        }
    }

    @Test(arguments: table)
    func singleLogsAreFoundByWhoMayReadThem(reader: String, seen: [String]) async throws {
        let reader = try person(reader)
        for name in Self.everybody {
            let learner = try person(name)
            let status = seen.contains(name) ? 200 : 404
            let query = "content=\(exercise.content)&user=\(learner.userID)"
            let mine = try await learner.masteryLog(exercise, of: learner)
            let tried = try #require(mine.string("0.id"))
            let attempt = try #require(try await learner.attemptLog("item=\(name)").string("0.id"))
            let anybody = "content=\(exercise.content)&user="
            for path in ["masterylog/\(tried)?\(anybody)", "attemptlog/\(attempt)"] {
                #expect(try await reader.send(.get, "/api/logger/\(path)").status == status, "\(name) \(path)")
            }
            // The try exists, so it is a choice for everybody of the organization, readable or not (rule A4).
            guard reader.principal.organization == world.organization else { continue }
            let difference = "/api/logger/masterylog/0/diff?\(query)"
            #expect(try await reader.send(.get, difference).status == status, "\(name)")
            let attempts = try await reader.attemptLog("masterylog=\(tried)")
            #expect(attempts.status == 200)
            #expect(attempts.json.elements?.count == (seen.contains(name) ? 1 : 0), "\(name)")
        }
    }

    @Test func logsLookAlikeForEverybodyWhoReadsThem() async throws {
        let ada = try person("ada")
        let mine = try await ada.masteryLog(exercise, of: ada)
        for name in ["teacher", "both", "head", "principal", "token", "operator"] {
            #expect(try await person(name).masteryLog(exercise, of: ada).text == mine.text, "\(name)")
        }
    }

    // MARK: Change of roles

    @Test func roleCountsAsSoonAsItIsGivenOrTaken() async throws {
        let reader = try person("nobody")
        let ada = try person("ada")
        #expect(try await reader.masteryLog(exercise, of: ada).text == "[]")
        try await world.appoint(reader, as: "coach")
        #expect(try await reader.masteryLog(exercise, of: ada).text != "[]")
        try await world.appoint(reader, as: "")
        #expect(try await reader.masteryLog(exercise, of: ada).text == "[]")
    }

    @Test func coachReadsNoFellowCoach() async throws {
        let course = CourseID.random()
        let colleague = try person("cy")
        try await world.enrol(colleague, in: course, role: "coach")
        let teacher = try person("assistant")
        try await world.enrol(teacher, in: course, role: "coach")
        #expect(try await teacher.masteryLog(exercise, of: colleague).text == "[]")
    }

    @Test func startOfAPersonKeepsTheirRole() async throws {
        // What a start remembers of a person must not take a role away.
        let head = try person("head")
        _ = try await head.beginTry(at: exercise)
        #expect(try await head.masteryLog(exercise, of: try person("ada")).text != "[]")
    }

    // MARK: Writing

    @Test(arguments: ["teacher", "head", "principal", "token", "operator", "guest", "zoe", "bob"])
    func whoReadsALogMayNotWriteIt(name: String) async throws {
        // Rule P2.
        let ada = try person("ada")
        let session = try #require(try await ada.attemptLog().string("0.sessionlog"))
        let before = try await ada.attemptLog()
        let answer = try await person(name).update(session, "{\"interactions\":[\(question("ada", "0"))]}")
        #expect(answer.status == 404)
        #expect(try await ada.attemptLog().text == before.text)
    }

    // MARK: Another organization

    @Test func roleInOneOrganizationIsNoneInAnother() async throws {
        let principal = try person("principal")
        let id = try #require(principal.principal.person?.learner)
        let elsewhere = world.embed("principal", id: id, organization: other)
        #expect(try await elsewhere.attemptLog().text == "[]")
        #expect(try await elsewhere.masteryLog(exercise, of: elsewhere).text == "[]")
        #expect(try await principal.attemptLog().text != "[]")
    }

    @Test func filtersOpenNoOtherOrganization() async throws {
        let token = try person("their token")
        for query in ["facility=\(world.organization)", "content=\(exercise.content)&item=ada", "item=guest"] {
            #expect(try await token.attemptLog(query).text == "[]", "\(query)")
        }
        let everywhere = try await person("operator").attemptLog("facility=\(other)")
        #expect(everywhere.json.elements?.compactMap { $0["item"]?.string } == ["zoe"])
    }
}
