import Model
import Testing

/// A site signs a learner in, the learner's sessions go through the proxy, the site polls the score.
@Suite struct MainStoryTests {
    private static let update = """
        {"progress":0.5,"time_spent_delta":12.5,"extra_fields":{"note":"é","lesson":{"currentSectionIndex":1,\
        "currentStepIndex":0,"totalSteps":3,"score":3,"maxScore":4.5,"progressData":{"version":1, "odd":[1e2,-0.0]},\
        "variableState":{"name":"Zoë","on":true,"n":1.50},"items":[{"id":"w-1","correct":true}]}}}
        """

    /// The row after ``update``, but for its times.
    private static func row(started: String, last: String) -> String {
        """
        {"lessonId":"\(Sample.lessonID)","learnerId":"learner 1","status":"in_progress","score":3,"maxScore":4.5,\
        "currentSectionIndex":1,"currentStepIndex":0,"totalSteps":3,"progressData":{"version":1, "odd":[1e2,-0.0]},\
        "variableState":{"name":"Zoë","on":true,"n":1.50},"items":[{"id":"w-1","correct":true}],\
        "userAttributes":{"class":"7b"},"startedAt":"\(started)","completedAt":null,"lastActivityAt":"\(last)"}
        """
    }

    @Test(arguments: Topology.allCases)
    func aSitePollsWhatTheLearnerDid(topology: Topology) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        try await lectern.serving(as: topology) { server in
            let site = Site(server: server, token: token, lesson: lesson)
            try await expectNothingYet(site)

            let learner = try await site.signIn("learner 1", attributes: #"{"class":"7b"}"#)
            let started = try await site.start(learner)
            #expect(started.status == 200)
            let session = try started.member("session_id")
            #expect(
                started.text == """
                    {"session_id":"\(session)","context":{"node_id":"\(Sample.stepID)","lesson_id":"\(lesson)"},\
                    "progress":0,"time_spent":0,"extra_fields":{},"complete":false}
                    """
            )
            try await expectOpened(site)

            let updated = try await site.update(session, learner, Self.update)
            #expect(updated.text == #"{"complete":false}"#)
            let tag = try await expectRow(site)
            try await expectNotModified(site, tag)

            _ = try await site.update(
                session,
                learner,
                #"{"progress":1,"extra_fields":{"lesson":{"status":"completed"}}}"#
            )
            let done = try await site.poll("learner%201", headers: ["If-None-Match": tag])
            #expect(done.status == 200)
            #expect(try done.member("status") == "completed")
            #expect(Timestamp(try done.member("completedAt")) != nil)
            #expect(try done.json()["score"]?.textString == "3")
        }
    }

    private func expectNothingYet(_ site: Site) async throws {
        let none = try await site.poll("learner%201")
        #expect(none.status == 404)
        #expect(none.text == #"{"error":"No progress found for this learner and lesson"}"#)
    }

    private func expectOpened(_ site: Site) async throws {
        let row = try await site.poll("learner%201").json()
        #expect(row["status"]?.string == "not_started")
        #expect(row["startedAt"]?.isNull == true)
        #expect(row["score"]?.isNull == true)
        #expect(row["totalSteps"]?.integer == 3)
    }

    private func expectRow(_ site: Site) async throws -> String {
        let answer = try await site.poll("learner%201")
        #expect(answer.status == 200)
        let (started, last) = (try answer.member("startedAt"), try answer.member("lastActivityAt"))
        #expect(Timestamp(started) != nil && started == last)
        #expect(answer.text == Self.row(started: started, last: last))
        #expect(answer.headers["Content-Type"] == ["application/json; charset=utf-8"])
        #expect(answer.headers["Cache-Control"] == ["private, no-cache"])
        #expect(answer.headers["Vary"] == ["Authorization"])
        #expect(answer.headers["X-Request-Id"].count == 1)
        #expect(try await site.poll("learner%201").text == answer.text)
        return try #require(answer.headers["ETag"].first)
    }

    private func expectNotModified(_ site: Site, _ tag: String) async throws {
        let answer = try await site.poll("learner%201", headers: ["If-None-Match": tag, "X-Request-Id": "mine-1"])
        #expect(answer.status == 304)
        #expect(answer.body.isEmpty)
        #expect(answer.headers["ETag"] == [tag])
        #expect(answer.headers["X-Request-Id"] == ["mine-1"])
        let changed = try await site.poll("learner%201", headers: ["If-None-Match": "\"other\""])
        #expect(changed.status == 200)
    }
}
