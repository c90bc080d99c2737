import Model
import Storage
import Testing

@testable import ProgressCore

/// What the core does not take from a gateway, and from whom.
@Suite struct EnrolmentRefusalTests {
    private let world: CoreWorld
    private let course = CourseID.random()
    private let other = OrganizationID.random()
    private let ada = CourseMember.learner("ada")

    init() throws {
        world = try CoreWorld()
    }

    @Test func learnerOfAnotherOrganizationSpoilsTheWholeCall() async throws {
        try await world.put(.random(), [ada], organization: other)
        let before = world.store.stamp
        let code = try await world.refusal {
            try await world.put(course, [.learner("bob"), ada, .learner("cyd", groups: ["Red"])])
        }
        #expect(code == .notFound)
        #expect(world.store.stamp == before)
        #expect(try await world.core.roster.people(organization: world.organization).isEmpty)
        #expect(try await world.column("SELECT name FROM courses WHERE id = ?1", [.id(course)]).isEmpty)
    }

    @Test func courseOfAnotherOrganizationStaysAsItIs() async throws {
        try await world.put(course, [ada], organization: other)
        let code = try await world.refusal { try await world.put(course, [.learner("bob")], name: "Mine") }
        #expect(code == .notFound)
        #expect(try await world.column("SELECT name FROM courses") == ["Algebra"])
        let removed = try await world.client.finishRoster(
            course,
            syncStart: world.clock.now.adding(seconds: 60),
            organization: world.organization,
            requestID: "test"
        )
        #expect(removed == 0)
        #expect(try await world.places(in: course) == ["ada learner of course"])
    }

    @Test func callsHaveALargestSize() async throws {
        func put(_ count: Int, groups: Int) async throws -> LecternError.Code? {
            let members = (0..<count).map { member in
                let names = (0..<groups).map { "group \(member) \($0)" }
                return CourseMember.learner("learner \(member)", groups: names)
            }
            return try await world.refusal { try await world.put(course, members) }
        }
        #expect(try await put(501, groups: 0) == .badRequest)
        #expect(try await put(41, groups: 50) == .badRequest)
        #expect(try await world.places(in: course).isEmpty)
        #expect(try await put(500, groups: 1) == nil)
        #expect(try await put(40, groups: 60) == nil)
        #expect(try await world.column("SELECT name FROM learner_groups").count == 500 + 40 * 50 - 40)
    }

    private static let member = #"{"learner":"00000000-0000-4000-8000-000000000001","name":"a","role":"learner"}"#

    @Test(arguments: [
        "", "[]", "{}", "null", #"{"name":"x","members":[],"groups":[]}"#,
        #"{"name":1,"syncStart":null,"groups":[],"members":[]}"#,
        #"{"name":"x","syncStart":"now","groups":[],"members":[]}"#,
        #"{"name":"x","syncStart":null,"groups":{},"members":[]}"#,
        #"{"name":"x","syncStart":null,"groups":[],"members":[1]}"#,
        #"{"name":"x","syncStart":null,"groups":[],"members":[{"learner":"x","name":"a","role":"learner"}]}"#,
        #"{"name":"x","syncStart":null,"groups":[],"members":[\#(member.replacing("learner\"}", with: "admin\"}"))]}"#,
        #"{"name":"x","syncStart":null,"groups":["r"],"members":[\#(member.dropLast()),"groups":[1]}]}"#,
        #"{"name":"x","syncStart":null,"groups":["r"],"members":[\#(member.dropLast()),"groups":[-1]}]}"#,
        #"{"name":"x","syncStart":null,"groups":["r"],"members":[\#(member.dropLast()),"groups":null}]}"#,
    ])
    func malformedMembersAreRefused(body: String) async throws {
        let answer = try await world.staff().send(.put, "/internal/courses/\(course)/members", body)
        #expect(answer.status == 400)
        #expect(try await world.column("SELECT name FROM courses").isEmpty)
    }

    @Test(arguments: ["", "?syncStart=", "?syncStart=now", "?syncStart=1.5"])
    func syncNeedsItsStart(query: String) async throws {
        let answer = try await world.staff().send(.post, "/internal/courses/\(course)/members/finish\(query)")
        #expect(answer.status == 400)
    }

    @Test(arguments: [
        (CoreRequest.Method.put, "/internal/courses/x/members"), (.post, "/internal/courses/x/members/finish"),
        (.get, "/internal/courses/x/progress"), (.get, "/internal/courses"), (.put, "/internal/courses"),
        (.get, "/internal/courses/00000000-0000-4000-8000-000000000001/progress"),
        (.get, "/internal/courses/00000000-0000-4000-8000-000000000001/progress?lesson=x"),
        (.post, "/internal/courses/00000000-0000-4000-8000-000000000001/members"),
        (.get, "/internal/courses/00000000-0000-4000-8000-000000000001/members"), (.post, "/internal/feed"),
    ])
    func whatIsNoCourseIsNotFound(method: CoreRequest.Method, target: String) async throws {
        #expect(try await world.staff().send(method, target, "{}").status == 404)
    }

    @Test(arguments: [Principal.Role.learner, .coach, .superuser, .guest])
    func onlyTheGatewayItselfAsks(role: Principal.Role) async throws {
        let target = "/internal/courses/\(course)"
        for (method, path) in [
            (CoreRequest.Method.put, target + "/members"), (.post, target + "/members/finish?syncStart=1"),
            (.get, target + "/progress?lesson=\(LessonID.random())"),
            (.get, "/internal/lti-progress?lesson=\(LessonID.random())&platform=p&user=u"),
        ] {
            #expect(try await world.staff(role).send(method, path, "{}").status == 403)
        }
        #expect(try await world.staff(role).send(.get, "/internal/feed").status == 403)
        #expect(
            try await world.staff(role, organization: .installation).send(.get, "/internal/feed").status
                == (role == .superuser ? 200 : 403)
        )
    }

    @Test func personWithAnAdminsRoleIsNotTheGateway() async throws {
        let person = Principal.Person(learner: ada.learner, subject: .embed(learner: "ada"), course: nil)
        let principal = Principal(organization: world.organization, role: .admin, person: person)
        let caller = Caller(world: world, principal: principal)
        #expect(try await caller.send(.put, "/internal/courses/\(course)/members", "{}").status == 403)
    }
}
