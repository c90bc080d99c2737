import Model
import TestSupport
import Testing

/// `GET …/progress/:learnerId`: members, null rules, status, verbatim JSON (contract §7.1, §7.3).
@Suite(.timeLimit(.minutes(3)))
struct ProgressReadTests {
    private static func expected(_ world: TestWorld, _ members: String) -> String {
        #"200 {"lessonId":"\#(world.lesson.id)","learnerId":"user-123",\#(members)}"#
    }

    @Test(arguments: ServerMode.allCases)
    func recordWithNothingSetHasEveryMember(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed()
        try await withServer(world, mode) { server in
            let answer = try await server.get(world.progressPath())
            let members = """
                "status":"not_started","score":null,"maxScore":null,"currentSectionIndex":0,"currentStepIndex":0,\
                "totalSteps":null,"progressData":null,"variableState":null,"items":null,"userAttributes":null,\
                "startedAt":null,"completedAt":null,"lastActivityAt":"2026-06-01T10:00:00Z"
                """
            #expect(answer.summary == Self.expected(world, members))
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer["Cache-Control"] == "private, no-cache")
            #expect(answer["Vary"] == "Authorization")
            #expect(answer["ETag"]?.first == "\"")
            #expect(answer["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func fullRecordComesInTheOrderOfTheContract(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let progressData = #"{ "z" : 1e2, "a":[1.0, 2.50,-0], "version":1, "e":{} , "s":"\u00e9\/\n"}"#
        try await world.seed { progress in
            progress.status = .completed
            progress.score = 2.5
            progress.maxScore = 3
            progress.currentSectionIndex = 1
            progress.currentStepIndex = 12
            progress.totalSteps = 40
            progress.progressData = JSONText(trusted: progressData)
            progress.variableState = JSONText(trusted: #"{"name":"Ada","pace":1.0,"done":true}"#)
            progress.items = JSONText(trusted: "[ ]")
            progress.userAttributes = JSONText(trusted: "{}")
            progress.startedAt = Timestamp("2025-06-01T09:59:59.5Z")
            progress.completedAt = Timestamp("2025-06-01T10:30:00.001Z")
            progress.lastActivityAt = SteppableClock.start.adding(seconds: 0.25)
        }
        try await withServer(world, mode) { server in
            let members = """
                "status":"completed","score":2.5,"maxScore":3,"currentSectionIndex":1,"currentStepIndex":12,\
                "totalSteps":40,"progressData":\(progressData),\
                "variableState":{"name":"Ada","pace":1.0,"done":true},"items":[ ],"userAttributes":{},\
                "startedAt":"2025-06-01T09:59:59.500Z","completedAt":"2025-06-01T10:30:00.001Z",\
                "lastActivityAt":"2026-06-01T10:00:00.250Z"
                """
            let answer = try await server.get(world.progressPath())
            #expect(answer.summary == Self.expected(world, members))
        }
    }

    // MARK: Through sessions

    @Test(arguments: ServerMode.allCases)
    func statusGoesFromStartToCompletionAndNeverBack(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let missing = try await server.get(world.progressPath())
            #expect(missing.summary == #"404 {"error":"No progress found for this learner and lesson"}"#)

            let session = try await PlayerSession.start(
                server,
                token: world.embedToken(attributes: #"{"grade": 5}"#),
                step: world.lesson.steps[1]
            )
            var progress = try await server.get(world.progressPath()).json()
            #expect(progress["status"]?.string == "not_started")
            #expect(progress["startedAt"]?.isNull == true)
            #expect(progress["totalSteps"]?.integer == 4)
            #expect(progress["userAttributes"]?.textString == #"{"grade": 5}"#)

            world.clock.advance(seconds: 10)
            try await session.update(#"{"time_spent_delta":5}"#)
            progress = try await server.get(world.progressPath()).json()
            #expect(progress["status"]?.string == "in_progress")
            #expect(progress["startedAt"]?.string == "2026-06-01T10:00:10Z")
            #expect(progress["currentStepIndex"]?.integer == 1)
            #expect(progress["completedAt"]?.isNull == true)

            world.clock.advance(seconds: 10)
            try await session.say(#"{"status":"completed"}"#)
            world.clock.advance(seconds: 10)
            try await session.say(#"{"status":"not_started","score":1,"maxScore":2}"#)
            let second = try await PlayerSession.start(
                server,
                token: world.embedToken(attributes: #"{"grade": 6}"#),
                step: world.lesson.steps[2]
            )
            try await second.update(#"{"progress_delta":0.1}"#)
            progress = try await server.get(world.progressPath()).json()
            #expect(progress["status"]?.string == "completed")
            #expect(progress["startedAt"]?.string == "2026-06-01T10:00:10Z")
            #expect(progress["completedAt"]?.string == "2026-06-01T10:00:20Z")
            #expect(progress["lastActivityAt"]?.string == "2026-06-01T10:00:30Z")
            #expect(progress["score"]?.integer == 1)
            #expect(progress["userAttributes"]?.textString == #"{"grade": 6}"#)
        }
    }

    @Test(
        arguments: [
            #"{"b":1e2,"a":1E+2,"c":1.0,"d":-0.0,"e":100000000000000000000,"f":0.1e-7}"#,
            #"{"z":{},"y":{"q":[]},"a":null,"a2":"\u00e9\ud83d\ude00\/\"\\\b\f"}"#,
            "{\"tab\" :\t1 ,\n \"line\" : [ 1 , 2 ] }",
            #"{"":"","ключ":"значение","emoji":"😀","dup":1,"dup":2}"#,
            "{}",
        ],
        [ServerMode.inProcessHot, .remote]
    )
    func stateComesBackAsItWasWritten(text: String, mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            try await session.say(#"{"progressData":\#(text),"items":[\#(text)]}"#)
            let answer = try await server.get(world.progressPath()).json()
            #expect(answer["progressData"]?.textString == text)
            #expect(answer["items"]?.textString == "[\(text)]")
            #expect(answer["variableState"]?.isNull == true)
        }
    }

    @Test func emptyAndUnsetStayDifferent() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            try await session.say(#"{"progressData":{},"variableState":{},"items":[]}"#)
            var answer = try await server.get(world.progressPath()).json()
            #expect(["progressData", "variableState", "items"].map { answer[$0]?.textString } == ["{}", "{}", "[]"])
            try await session.say(#"{"progressData":null,"variableState":null,"items":null}"#)
            answer = try await server.get(world.progressPath()).json()
            #expect(["progressData", "variableState", "items"].allSatisfy { answer[$0]?.isNull == true })
        }
    }

    @Test func scoresKeepTheirFractions() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            for (sent, shown) in [("85.0", "85"), ("0.1", "0.1"), ("0", "0"), ("2.675", "2.675"), ("1e2", "100")] {
                try await session.say(#"{"score":\#(sent),"maxScore":1000}"#)
                let answer = try await server.get(world.progressPath()).json()
                #expect(answer["score"]?.textString == shown)
                #expect(answer["maxScore"]?.textString == "1000")
            }
        }
    }
}
