import Model
import Testing

@testable import ProgressCore

/// The filters by organization, course and group, of mastery logs and attempt logs (logger rules L5, L7, A1).
@Suite struct MembershipLogTests {
    private let world: CoreWorld
    private let exercise = TestContent(kind: "exercise")
    private let courses = (first: CourseID.random(), second: CourseID.random())
    private let groups = (first: GroupID.random(), second: GroupID.random())
    /// Ada is in the first course and its first group, Bob in its second group only, Cy in the second course.
    private let people: [String: Caller]

    init() async throws {
        world = try CoreWorld()
        var people: [String: Caller] = [:]
        for name in ["ada", "bob", "cy"] {
            let learner = world.embed(name)
            people[name] = learner
            let session = try await learner.beginTry(at: exercise)
            try await learner.answer(session, question("a", "1"), question("b", "1"), question(name, "0.5"))
        }
        self.people = people
        let ada = try #require(people["ada"])
        try await world.enrol(ada, in: courses.first)
        try await world.enrol(ada, in: groups.first, of: courses.first)
        try await world.enrol(try #require(people["bob"]), in: groups.second, of: courses.first)
        try await world.enrol(try #require(people["cy"]), in: courses.second)
    }

    /// Whose logs a filter leaves, by both lists.
    private func chosen(_ query: String, by reader: Caller) async throws -> [String] {
        var tried: [String] = []
        for (name, learner) in people {
            let logs = try await reader.masteryLog(exercise, of: learner, query)
            try #require(logs.status == 200, "\(logs.text)")
            if logs.text != "[]" { tried.append(name) }
        }
        let answered = try await reader.attemptLog(query)
        let users = Set((answered.json.elements ?? []).compactMap { $0["user"]?.string })
        #expect(Set(tried) == Set(people.filter { users.contains($0.value.userID) }.keys), "\(query)")
        return tried.sorted()
    }

    @Test func membersOfACollectionAreLeft() async throws {
        let admin = world.staff()
        for (query, names) in [
            ("", ["ada", "bob", "cy"]), ("&facility=\(world.organization)", ["ada", "bob", "cy"]),
            ("&facility=", ["ada", "bob", "cy"]), ("&facility=\(OrganizationID.random())", []),
            // A group's members are the course's as well.
            ("&classroom=\(courses.first)", ["ada", "bob"]), ("&classroom=\(courses.second)", ["cy"]),
            ("&classroom=\(CourseID.random())", []), ("&learner_group=\(groups.first)", ["ada"]),
            ("&learner_group=\(groups.second)", ["bob"]), ("&learner_group=\(GroupID.random())", []),
            ("&classroom=\(courses.first)&learner_group=\(groups.second)", ["bob"]),
            ("&classroom=\(courses.second)&learner_group=\(groups.second)", []),
            ("&classroom=\("\(courses.second)".uppercased().replacing("-", with: ""))", ["cy"]),
            ("&facility=\(world.organization)&classroom=\(courses.second)", ["cy"]),
        ] {
            #expect(try await chosen(query, by: admin) == names, "\(query)")
        }
    }

    @Test(arguments: ["facility", "classroom", "learner_group"])
    func collectionThatIsNoIdIsNamed(name: String) async throws {
        let ada = try #require(people["ada"])
        for value in ["bad", "%20", "1"] {
            let tried = try await ada.masteryLog(exercise, of: ada, "&\(name)=\(value)")
            #expect(tried.status == 400)
            #expect(tried.problems == ["\(name) INVALID"])
            let answered = try await ada.attemptLog("\(name)=\(value)")
            #expect(answered.status == 400)
            #expect(answered.problems == ["\(name) INVALID"])
        }
    }

    @Test func collectionsOnlyNarrowWhatMayBeRead() async throws {
        let ada = try #require(people["ada"])
        for (query, names) in [
            ("&facility=\(world.organization)", ["ada"]), ("&classroom=\(courses.first)", ["ada"]),
            ("&classroom=\(courses.second)", []), ("&learner_group=\(groups.second)", []),
        ] {
            #expect(try await chosen(query, by: ada) == names, "\(query)")
        }
        let coach = world.embed("coach")
        try await world.enrol(coach, in: courses.first, role: "coach")
        #expect(try await chosen("&classroom=\(courses.second)", by: coach) == [])
        #expect(try await chosen("&learner_group=\(groups.second)", by: coach) == ["bob"])
    }

    @Test func coachOfACourseIsNoMemberOfIt() async throws {
        let coach = world.embed("coach")
        try await world.enrol(coach, in: courses.first, role: "coach")
        _ = try await coach.beginTry(at: exercise)
        let admin = world.staff()
        #expect(try await admin.masteryLog(exercise, of: coach).text != "[]")
        #expect(try await admin.masteryLog(exercise, of: coach, "&classroom=\(courses.first)").text == "[]")
    }

    @Test func sumsAreNotMultipliedByMemberships() async throws {
        // Rule L5: Ada is in a class and in a group of it, and a coach of both reads.
        let ada = try #require(people["ada"])
        let coach = world.embed("coach")
        try await world.enrol(coach, in: courses.first, role: "coach")
        for reader in [ada, coach, world.staff()] {
            for query in ["", "&classroom=\(courses.first)", "&learner_group=\(groups.first)", "&page_size=9"] {
                let answer = try await reader.masteryLog(exercise, of: ada, query)
                let logs = try #require(answer.json.elements ?? answer.json["results"]?.elements)
                #expect(logs.map { $0["correct"]?.textString } == ["2"], "\(query)")
                let attempts = try await reader.attemptLog("user=\(ada.userID)&page_size=9\(query)")
                #expect(attempts.raw("count") == "3", "\(query)")
                #expect(attempts["results"]?.elements?.count == 3, "\(query)")
            }
        }
    }
}
