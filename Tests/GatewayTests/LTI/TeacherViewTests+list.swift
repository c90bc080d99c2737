import Directory
import LTI
import Model
import TestSupport
import Testing

/// What the page's script asks for.
extension TeacherViewTests {
    @Test func theListIsThatOfThePage() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.launched()
        try await fill(fixture, visit.session.course)
        try await withServer(fixture.world) { server in
            let answer = try await server.get(path(fixture, "/learners"), token: visit.token)
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-store")
            let json = try answer.json()
            #expect(json["counts"]?.textString == #"{"completed":1,"in_progress":2,"opened":1,"not_opened":1}"#)
            #expect(json["isCut"]?.bool == false)
            #expect(json["rosterSyncedAt"]?.isNull == true)
            #expect(json["preview"] == nil)
            let now = fixture.world.clock.now
            let learners = (json["learners"]?.elements ?? []).map(\.textString)
            #expect(
                learners.filter { !$0.contains("user-9") } == [
                    #"{"name":"Ada","hasLeft":false,"status":"not_opened","score":null,"lastActivityAt":null}"#,
                    #"{"name":"Bo","hasLeft":false,"status":"opened","score":null,"lastActivityAt":"\#(now)"}"#,
                    #"{"name":"Cy","hasLeft":false,"status":"in_progress","score":33.33,"lastActivityAt":"\#(now)"}"#,
                    #"{"name":"Di","hasLeft":false,"status":"completed","score":100,"lastActivityAt":"\#(now)"}"#,
                ]
            )
            let tag = try #require(answer["ETag"])
            let same = try await server.get(
                path(fixture, "/learners"),
                token: visit.token,
                headers: [("If-None-Match", tag)]
            )
            #expect(same.summary == "304 ")
        }
    }

    @Test func theListNeedsATeachersTokenOfTheLesson() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let other = try await world.makeLesson()
        let teacher = try await fixture.launched()
        let elsewhere = try await fixture.launched(lesson: other.id)
        let learner = try await fixture.launched(.learner, user: "learner-1")
        let visitor = try await fixture.launched(.visitor, user: "anonymous:1")
        let choosing = try await fixture.choosing()
        let revoked = try await fixture.launched(user: "teacher-2")
        try await fixture.endSessions(of: "teacher-2")
        let path = path(fixture, "/learners")
        try await withServer(world) { server in
            #expect(
                try await server.get(path, token: nil).summary == #"401 {"error":"Missing Authorization header"}"#
            )
            for token in ["x", world.token.text, world.embedToken(), revoked.token, teacher.ticket.text] {
                let answer = try await server.get(path, token: token)
                #expect(answer.status == 401, "\(token)")
                #expect(try answer.json()["error"]?.string?.isEmpty == false)
            }
            for token in [elsewhere.token, choosing.token] {
                let answer = try await server.get(path, token: token)
                #expect(answer.summary == #"403 {"error":"Token does not match the requested lesson"}"#)
            }
            for token in [learner.token, visitor.token] {
                let answer = try await server.get(path, token: token)
                #expect(answer.summary == #"403 {"error":"Only teachers of the course see its learners"}"#)
            }
            let query = try await server.get("\(path)?token=\(teacher.token)", token: nil)
            #expect(query.status == 401, "a token in an address is none")
            #expect(try await server.get(path, token: teacher.token).status == 200)
        }
    }
}
