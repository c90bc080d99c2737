import Model
import Storage
import Testing

@testable import ProgressCore

/// Courses, groups, their members, and what is assigned to them.
@Suite struct RosterTests {
    private let world: CoreWorld
    private let roster: RosterRepository
    private let home: OrganizationID
    private let away = OrganizationID.random()

    init() throws {
        world = try CoreWorld()
        roster = RosterRepository(store: world.store, clock: world.clock.wall)
        home = world.organization
    }

    /// The code and message of what a call throws.
    private func refusal(_ call: () async throws -> Void) async -> String? {
        do {
            try await call()
            return nil
        } catch let error as LecternError {
            return "\(error.code): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    private func write(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return json.text
    }

    // MARK: People

    @Test func peopleAreKnownByNameAndRole() async throws {
        let (ann, bob) = (LearnerID.random(), LearnerID.random())
        try await roster.save(RosterPerson(learner: bob, name: "bob", role: .coach), organization: home)
        try await roster.save(RosterPerson(learner: ann, name: "ann", role: .admin), organization: home)
        try await roster.save(RosterPerson(learner: bob, name: "bob", role: .learner), organization: home)
        let people = try await roster.people(organization: home)
        #expect(people.map(\.name) == ["ann", "bob"])
        #expect(people.map(\.role) == [.admin, .learner])
        #expect(try await world.column("SELECT role FROM people ORDER BY name") == ["admin", ""])
        #expect(try await roster.people(organization: away).isEmpty)
        #expect(write(people[1].write) == #"{"id":"\#(bob)","learner":"bob","role":"learner"}"#)
    }

    @Test func learnerOfAnotherOrganizationDoesNotExist() async throws {
        let ann = LearnerID.random()
        try await roster.save(RosterPerson(learner: ann, name: "ann", role: .learner), organization: home)
        let course = try await roster.createCourse(named: "C", organization: away)
        let expected = "notFound: There is no learner \(ann) in this organization"
        let saved = await refusal {
            try await roster.save(RosterPerson(learner: ann, name: "x", role: .admin), organization: away)
        }
        #expect(saved == expected)
        let added = await refusal {
            _ = try await roster.add(ann, named: "ann", to: .course(course.id), as: .learner, organization: away)
        }
        #expect(added == expected)
        #expect(try await roster.members(of: .course(course.id), organization: away).isEmpty)
        #expect(try await roster.people(organization: home).map(\.role) == [.learner])
    }

    @Test(arguments: ["", String(repeating: "x", count: 256), "a\u{7}"])
    func learnerNamesAreChecked(name: String) async throws {
        let expected = "invalid: learner must have 1 to 255 characters and no control characters"
        let saved = await refusal {
            try await roster.save(RosterPerson(learner: .random(), name: name, role: .admin), organization: home)
        }
        #expect(saved == expected)
        let course = try await roster.createCourse(named: "C", organization: home)
        let added = await refusal {
            _ = try await roster.add(.random(), named: name, to: .course(course.id), as: .learner, organization: home)
        }
        #expect(added == expected)
    }

    // MARK: Courses and groups

    @Test func coursesAndGroupsAreListedOldestFirst() async throws {
        let first = try await roster.createCourse(named: "Zebras", organization: home)
        world.clock.advance(seconds: 1)
        let second = try await roster.createCourse(named: "Ants", organization: home)
        #expect(try await roster.courses(organization: home) == [first, second])
        #expect(try await roster.course(first.id, organization: home) == first)
        let group = try await roster.createGroup(named: "G", in: first.id, organization: home)
        world.clock.advance(seconds: 1)
        let other = try await roster.createGroup(named: "H", in: second.id, organization: home)
        #expect(try await roster.groups(of: nil, organization: home) == [group, other])
        #expect(try await roster.groups(of: second.id, organization: home) == [other])
        #expect(try await roster.courses(organization: away).isEmpty)
        #expect(try await roster.groups(of: nil, organization: away).isEmpty)
        let at = SteppableClock.start
        #expect(write(first.write) == #"{"id":"\#(first.id)","name":"Zebras","createdAt":"\#(at)"}"#)
    }

    @Test(arguments: ["", String(repeating: "x", count: 201), "a\nb"])
    func namesAreChecked(name: String) async throws {
        let expected = "invalid: name must have 1 to 200 characters and no control characters"
        let course = try await roster.createCourse(named: String(repeating: "é", count: 200), organization: home)
        let refusedCourse = await refusal { _ = try await roster.createCourse(named: name, organization: home) }
        #expect(refusedCourse == expected)
        let refusedGroup = await refusal {
            _ = try await roster.createGroup(named: name, in: course.id, organization: home)
        }
        #expect(refusedGroup == expected)
    }

    @Test func whatIsAnotherOrganizationsDoesNotExist() async throws {
        let course = try await roster.createCourse(named: "C", organization: home).id
        let group = try await roster.createGroup(named: "G", in: course, organization: home).id
        let noCourse = "notFound: There is no course \(course) in this organization"
        let noGroup = "notFound: There is no group \(group) in this organization"
        let found = await refusal { _ = try await roster.course(course, organization: away) }
        #expect(found == noCourse)
        let listed = await refusal { _ = try await roster.groups(of: course, organization: away) }
        #expect(listed == noCourse)
        let made = await refusal { _ = try await roster.createGroup(named: "G", in: course, organization: away) }
        #expect(made == noCourse)
        for (collection, message) in [(RosterCollection.course(course), noCourse), (.group(group), noGroup)] {
            let listed = await refusal { _ = try await roster.members(of: collection, organization: away) }
            #expect(listed == message)
            let added = await refusal {
                _ = try await roster.add(.random(), named: "x", to: collection, as: .learner, organization: away)
            }
            #expect(added == message)
            let removed = await refusal {
                try await roster.remove(.random(), from: collection, as: .learner, organization: away)
            }
            #expect(removed == message)
            let draft = AssignmentDraft(.courseSession, title: "S", targets: [collection])
            let assigned = await refusal { _ = try await roster.assign(draft, organization: away) }
            #expect(assigned == message)
        }
        #expect(try await roster.assignments(organization: away).isEmpty)
    }

    // MARK: Members

    @Test func memberOfAGroupIsALearnerOfItsCourse() async throws {
        let ann = LearnerID.random()
        let course = try await roster.createCourse(named: "C", organization: home).id
        let group = try await roster.createGroup(named: "G", in: course, organization: home).id
        for _ in 0..<2 {
            let member = try await roster.add(
                ann,
                named: "ann",
                to: .group(group),
                as: .learner,
                organization: home
            )
            for collection in [RosterCollection.group(group), .course(course)] {
                #expect(try await roster.members(of: collection, organization: home) == [member])
            }
        }
        #expect(try await roster.people(organization: home).map(\.learner) == [ann])
        try await roster.remove(ann, from: .group(group), as: .learner, organization: home)
        #expect(try await roster.members(of: .group(group), organization: home).isEmpty)
        #expect(try await roster.members(of: .course(course), organization: home).map(\.learner) == [ann])
    }

    @Test func learnerWhoLeavesACourseLeavesItsGroups() async throws {
        let ann = LearnerID.random()
        let course = try await roster.createCourse(named: "C", organization: home).id
        let other = try await roster.createCourse(named: "D", organization: home).id
        let group = try await roster.createGroup(named: "G", in: course, organization: home).id
        for collection in [RosterCollection.group(group), .course(other)] {
            _ = try await roster.add(ann, named: "ann", to: collection, as: .learner, organization: home)
        }
        _ = try await roster.add(ann, named: "ann", to: .course(course), as: .coach, organization: home)
        try await roster.remove(ann, from: .course(course), as: .learner, organization: home)
        #expect(try await roster.members(of: .group(group), organization: home).isEmpty)
        #expect(try await roster.members(of: .course(course), organization: home).map(\.role) == [.coach])
        #expect(try await roster.members(of: .course(other), organization: home).map(\.role) == [.learner])
        let again = await refusal {
            try await roster.remove(ann, from: .course(course), as: .learner, organization: home)
        }
        #expect(again == "notFound: This person is no learner of course \(course)")
    }

    @Test func coachesAreOfCoursesAndComeFirst() async throws {
        let course = try await roster.createCourse(named: "C", organization: home).id
        let group = try await roster.createGroup(named: "G", in: course, organization: home).id
        let message = "invalid: a coach is one of a course, not of a group"
        let added = await refusal {
            _ = try await roster.add(.random(), named: "x", to: .group(group), as: .coach, organization: home)
        }
        #expect(added == message)
        let removed = await refusal {
            try await roster.remove(.random(), from: .group(group), as: .coach, organization: home)
        }
        #expect(removed == message)
        for (name, role) in [("bea", CollectionRole.learner), ("zoe", .coach), ("ann", .learner)] {
            _ = try await roster.add(.random(), named: name, to: .course(course), as: role, organization: home)
        }
        #expect(try await roster.members(of: .course(course), organization: home).map(\.name) == ["zoe", "ann", "bea"])
    }

    @Test func membershipLeavesARoleAsItIs() async throws {
        let ann = LearnerID.random()
        try await roster.save(RosterPerson(learner: ann, name: "ann", role: .admin), organization: home)
        let course = try await roster.createCourse(named: "C", organization: home).id
        _ = try await roster.add(ann, named: "ann", to: .course(course), as: .learner, organization: home)
        #expect(try await roster.people(organization: home).map(\.role) == [.admin])
    }
}
