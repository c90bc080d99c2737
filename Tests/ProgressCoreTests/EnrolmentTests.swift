import Model
import Storage
import Testing

@testable import ProgressCore

/// What platforms say of the members of courses.
@Suite struct EnrolmentTests {
    private let world: CoreWorld
    private let course = CourseID.random()
    private let ada = CourseMember.learner("ada")
    private let bob = CourseMember.learner("bob")

    init() throws {
        world = try CoreWorld()
    }

    private func courses() async throws -> [String] {
        try await world.column("SELECT name FROM courses ORDER BY name")
    }

    // MARK: - What is stored

    @Test func firstLaunchMakesCoursePersonAndMembership() async throws {
        try await world.put(course, [ada, bob.with(.coach)])
        #expect(try await world.core.roster.course(course, organization: world.organization).name == "Algebra")
        #expect(try await world.places(in: course) == ["ada learner of course", "bob coach of course"])
        let people = try await world.core.roster.people(organization: world.organization)
        #expect(people.map(\.learner) == [ada.learner, bob.learner])
        #expect(people.map(\.role) == [.learner, .learner])
    }

    @Test func nothingIsWrittenWhereNothingDiffers() async throws {
        let grouped = CourseMember.learner("cyd", groups: ["Red", "Blue"])
        for members in [[ada], [grouped, bob.with(.coach)], (0..<40).map { CourseMember.learner("learner \($0)") }] {
            try await world.put(course, members)
            let stamp = world.store.stamp
            try await world.put(course, members)
            try await world.put(course, members, name: "")
            try await world.put(course, members.map { $0.with($0.role) })
            try await world.put(course, [CourseMember(learner: .random(), name: "gone", role: .none)])
            #expect(world.store.stamp == stamp)
        }
    }

    @Test func coursesAndPeopleGetTheirNewNames() async throws {
        try await world.put(course, [ada])
        try await world.put(course, [.learner("Ada L.", ada.learner)], name: "Algebra II")
        #expect(try await courses() == ["Algebra II"])
        #expect(try await world.places(in: course) == ["Ada L. learner of course"])
        try await world.put(course, [.learner("", ada.learner)], name: "")
        #expect(try await courses() == ["Algebra II"])
        #expect(try await world.places(in: course) == ["Ada L. learner of course"])
    }

    @Test func whoHasNoNameIsCalledByTheirID() async throws {
        try await world.put(course, [.learner(" \u{7} ", ada.learner)], name: "\n")
        #expect(try await courses() == [course.description])
        #expect(try await world.places(in: course) == ["\(ada.learner) learner of course"])
    }

    @Test func oddNamesAreCleanedAndCut() async throws {
        let long = String(repeating: "é", count: 300)
        let odd = CourseMember.learner("  a\u{0}b\n\(long)", groups: ["x\ty", "\u{1}", long])
        try await world.put(course, [odd], name: "\u{9}1\u{202E}2\n\(long)\n")
        #expect(try await courses() == ["1\u{202E}2 " + String(repeating: "é", count: 196)])
        let people = try await world.core.roster.people(organization: world.organization)
        #expect(people.map(\.name) == ["a b " + String(repeating: "é", count: 251)])
        let groups = try await world.core.roster.groups(of: course, organization: world.organization)
        #expect(Set(groups.map(\.name)) == ["x y", String(repeating: "é", count: 200)])
    }

    @Test func roleInTheOrganizationStays() async throws {
        let admin = RosterPerson(learner: ada.learner, name: "old", role: .admin)
        try await world.core.roster.save(admin, organization: world.organization)
        try await world.put(course, [ada])
        let people = try await world.core.roster.people(organization: world.organization)
        #expect(people == [RosterPerson(learner: ada.learner, name: "ada", role: .admin)])
    }

    @Test func lastEntryOfALearnerCounts() async throws {
        try await world.put(course, [ada, bob, ada.with(.coach), .learner("Bob", bob.learner)])
        #expect(try await world.places(in: course) == ["Bob learner of course", "ada coach of course"])
    }

    // MARK: - Roles

    @Test func roleReplacesTheFormerOne() async throws {
        try await world.put(course, [ada.with(.learner, groups: ["Red"]), bob])
        try await world.put(course, [ada.with(.coach)])
        #expect(try await world.places(in: course) == ["ada coach of course", "bob learner of course"])
        try await world.put(course, [ada])
        #expect(try await world.places(in: course) == ["ada learner of course", "bob learner of course"])
    }

    @Test func roleOfAnotherCourseStays() async throws {
        let other = CourseID.random()
        try await world.put(other, [ada.with(.learner, groups: ["Red"])])
        try await world.put(course, [ada.with(.coach)])
        try await world.put(course, [ada.with(.none)])
        #expect(try await world.places(in: other) == ["ada learner of Red", "ada learner of course"])
        #expect(try await world.places(in: course).isEmpty)
    }

    @Test func noRoleTakesOutOfCourseAndGroups() async throws {
        try await world.put(course, [ada.with(.learner, groups: ["Red"]), bob])
        try await world.put(course, [ada.with(.none), bob.with(.none)])
        #expect(try await world.places(in: course).isEmpty)
        #expect(try await world.core.roster.people(organization: world.organization).count == 2)
    }

    @Test(arguments: CourseMember.Role.allCases)
    func membershipsOfAnOperatorStay(role: CourseMember.Role) async throws {
        try await world.put(course, [])
        let group = try await world.core.roster.createGroup(named: "Red", in: course, organization: world.organization)
        for collection in [RosterCollection.course(course), .group(group.id)] {
            _ = try await world.core.roster.add(
                ada.learner,
                named: "ada",
                to: collection,
                as: .learner,
                organization: world.organization
            )
        }
        try await world.put(course, [ada.with(role, groups: [])])
        let kept = ["ada learner of Red", "ada learner of course"]
        #expect(try await world.places(in: course) == (role == .coach ? ["ada coach of course"] + kept : kept))
    }

    @Test func operatorMakesMembershipsOfAPlatformPermanent() async throws {
        try await world.put(course, [ada])
        _ = try await world.core.roster.add(
            ada.learner,
            named: "ada",
            to: .course(course),
            as: .learner,
            organization: world.organization
        )
        try await world.put(course, [ada.with(.none)])
        #expect(try await world.places(in: course) == ["ada learner of course"])
    }

    // MARK: - Groups

    @Test func groupsAreSetToExactlyTheList() async throws {
        let course = course
        func put(_ groups: [String]?) async throws -> [String] {
            try await world.put(course, [ada.with(.learner, groups: groups)])
            return try await world.places(in: course).dropLast().map { String($0.dropFirst("ada learner of ".count)) }
        }
        #expect(try await put(["Red", "Blue", "Red"]) == ["Blue", "Red"])
        #expect(try await put(nil) == ["Blue", "Red"])
        #expect(try await put(["Blue", "Green"]) == ["Blue", "Green"])
        #expect(try await put([]) == [])
        #expect(try await put(["Red"]) == ["Red"])
        let groups = try await world.core.roster.groups(of: course, organization: world.organization)
        #expect(groups.map(\.name).sorted() == ["Blue", "Green", "Red"])
    }

    @Test func groupsOfTheSameNameAreOne() async throws {
        try await world.put(course, [])
        let made = try await world.core.roster.createGroup(named: "Red", in: course, organization: world.organization)
        world.clock.advance(seconds: 1)
        _ = try await world.core.roster.createGroup(named: "Red", in: course, organization: world.organization)
        try await world.put(course, [ada.with(.learner, groups: ["Red"]), bob.with(.learner, groups: ["Red"])])
        let members = try await world.core.roster.members(of: .group(made.id), organization: world.organization)
        #expect(members.map(\.learner) == [ada.learner, bob.learner])
        // Names are compared byte for byte, and within the course.
        try await world.put(.random(), [ada.with(.learner, groups: ["Red"])])
        try await world.put(course, [ada.with(.learner, groups: ["Zo\u{EB}", "Zoe\u{308}"])])
        #expect(try await world.column("SELECT name FROM learner_groups").count == 5)
    }

    @Test func coachIsInNoGroup() async throws {
        try await world.put(course, [ada.with(.coach, groups: ["Red"])])
        #expect(try await world.places(in: course) == ["ada coach of course"])
        #expect(try await world.column("SELECT name FROM learner_groups").isEmpty)
    }

    @Test func launchesAtTheSameTimeMakeEverythingOnce() async throws {
        let members = (0..<30).map { CourseMember.learner("learner \($0)", groups: ["Red"]) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for member in members + members { tasks.addTask { try await world.put(course, [member]) } }
            try await tasks.waitForAll()
        }
        #expect(try await courses() == ["Algebra"])
        #expect(try await world.column("SELECT name FROM learner_groups") == ["Red"])
        #expect(try await world.places(in: course).count == 60)
    }

    @Test func comparisonFindsAMemberByIndex() throws {
        let plan = try world.plan(
            Enrolment.placesQuery,
            [.id(ada.learner), .id(course), .id(world.organization)]
        )
        #expect(
            plan == ["SEARCH memberships USING INDEX memberships_by_learner (learner_id=? AND role=? AND course_id=?)"]
        )
    }
}
