import LTI
import Testing

@Suite struct RosterTests {
    @Test func theFirstPageKeepsItsQuery() throws {
        let url = try #require(WebURL("https://lms.example/members?c=1"))
        let service = RosterService(memberships: url)
        #expect(service.firstPage(limit: 100) == "https://lms.example/members?c=1&limit=100")
        #expect(
            service.firstPage(limit: 100, resourceLinkID: "a/b")
                == "https://lms.example/members?c=1&limit=100&rlid=a%2fb"
        )
    }

    @Test func membersAreRead() throws {
        let text = """
            {"id":"https://lms.example/members","context":{"id":"c1","label":"x"},"members":[
             {"user_id":"u1","roles":["Learner"],"name":"Ada","given_name":"A","family_name":"L","email":"a@b",
              "picture":"https://lms.example/p.png","lis_person_sourcedid":"s","lti11_legacy_user_id":"l",
              "status":"Active"},
             {"user_id":"u2","roles":["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],
              "status":"Inactive"},
             {"user_id":"u3","roles":[],"status":"deleted","email":7},
             {"user_id":"u4","roles":["Learner"],"status":null},{"user_id":"u5","roles":["Learner"],"status":"Odd"},
             {"user_id":"","roles":[]},{"roles":[]},{"user_id":"u6"},{"user_id":7,"roles":[]},7]}
            """
        let page = try #require(MemberPage(Array(text.utf8)))
        #expect(page.members.map(\.userID) == ["u1", "u2", "u3", "u4", "u5"])
        #expect(page.members.map(\.status) == [.active, .inactive, .deleted, .active, .inactive])
        #expect(page.skipped == 5)
        #expect(page.members[0].roles.isLearner)
        #expect(page.members[1].roles.isInstructor)
    }

    @Test(arguments: ["", "[]", "{}", #"{"members":{}}"#, "<html>", "null"])
    func otherAnswersAreNone(text: String) {
        #expect(MemberPage(Array(text.utf8)) == nil)
    }

    @Test func aLargePageIsRead() throws {
        let member = #"{"user_id":"u","roles":["Learner"]}"#
        let text = #"{"members":[\#(Array(repeating: member, count: 10_000).joined(separator: ","))]}"#
        #expect(MemberPage(Array(text.utf8))?.members.count == 10_000)
    }

    @Test func groupsAreReadWhereThePlatformTells() throws {
        let text = """
            {"members":[
             {"user_id":"u1","roles":[],"group_enrollments":[{"group_id":"g1"},{"group_id":"g2"},{"x":1},7]},
             {"user_id":"u2","roles":[],"group_enrollments":[]},{"user_id":"u3","roles":[]},
             {"user_id":"u4","roles":[],"group_enrollments":"g1"}]}
            """
        let page = try #require(MemberPage(Array(text.utf8)))
        #expect(page.members.map(\.groups) == [["g1", "g2"], [], nil, nil])
    }

    @Test(
        arguments: [
            (#""name":"Ada Lovelace","given_name":"A""#, "Ada Lovelace"),
            (#""given_name":"Ada","family_name":"Lovelace""#, "Ada Lovelace"),
            (#""family_name":"Lovelace""#, "Lovelace"),
            (#""email":"a@b.example""#, nil),
        ] as [(String, String?)]
    )
    func namesArePutTogether(members: String, name: String?) throws {
        let page = try #require(MemberPage(Array(#"{"members":[{"user_id":"u","roles":[],\#(members)}]}"#.utf8)))
        #expect(page.members.first?.fullName == name)
    }
}
