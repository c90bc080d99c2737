import Model
import TestSupport
import Testing

/// `GET …/lti-progress/:ltiUserId` (contract §7.2).
@Suite(.timeLimit(.minutes(3)))
struct LTIProgressTests {
    private static let notFound = #"404 {"error":"No progress found for this learner and lesson"}"#

    @Test(arguments: ServerMode.allCases)
    func recordComesInTheOrderOfTheContract(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let course = CourseID.random()
        try await world.seed(user: "lti-7", platform: "p 1", context: "c/1", course: course) { progress in
            progress.status = .inProgress
            progress.score = 2
            progress.maxScore = 3
            progress.currentSectionIndex = 1
            progress.totalSteps = 4
            progress.progressData = JSONText(trusted: #"{"v":1.0}"#)
            progress.items = JSONText(trusted: "[]")
            progress.userAttributes = JSONText(trusted: "{}")
            progress.startedAt = SteppableClock.start
        }
        try await withServer(world, mode) { server in
            let answer = try await server.get(world.ltiPath(query: "platformId=p+1&contextId=c%2F1"))
            let expected = """
                {"lessonId":"\(world.lesson.id)","ltiUserId":"lti-7","platformId":"p 1","contextId":"c/1",\
                "courseId":"\(course)","status":"in_progress","score":66.67,"maxScore":100,"currentSectionIndex":1,\
                "currentStepIndex":0,"progressData":{"v":1.0},"variableState":null,\
                "startedAt":"2026-06-01T10:00:00Z","completedAt":null,"lastActivityAt":"2026-06-01T10:00:00Z"}
                """
            #expect(answer.summary == "200 \(expected)")
            #expect(answer["Cache-Control"] == "private, no-cache")
            #expect(answer["Vary"] == "Authorization")
            let tag = try #require(answer["ETag"])
            let same = try await server.get(
                world.ltiPath(query: "platformId=p%201"),
                headers: [("If-None-Match", tag)]
            )
            #expect(same.status == 304)
        }
    }

    @Test(
        arguments: [
            (0.0, 3.0, "0", "100"), (3, 3, "100", "100"), (1, 3, "33.33", "100"), (17, 20, "85", "100"),
            (0.5, 8, "6.25", "100"), (1, 1_000_000, "0", "100"), (nil, nil, "null", "null"), (0, 0, "null", "null"),
            (nil, 5, "null", "null"),
        ] as [(Double?, Double?, String, String)]
    )
    func scoreIsScaledToAHundred(raw: Double?, rawMax: Double?, score: String, maxScore: String) async throws {
        let world = try await TestWorld()
        try await world.seed(user: "lti-7") { progress in
            progress.score = raw
            progress.maxScore = rawMax
        }
        try await withServer(world) { server in
            let answer = try await server.get(world.ltiPath()).json()
            #expect(answer["score"]?.textString == score)
            #expect(answer["maxScore"]?.textString == maxScore)
        }
    }

    // MARK: Contexts

    @Test func contextIsMatchedExactlyAndOmittedMeansTheLatest() async throws {
        let world = try await TestWorld()
        let contexts: [(String?, Double)] = [("b", 20), ("a", 30), ("c", 30), (nil, 10), ("B", 5)]
        for (context, seconds) in contexts {
            try await world.seed(user: "lti-7", context: context) {
                $0.lastActivityAt = SteppableClock.start.adding(seconds: seconds)
            }
        }
        try await withServer(world) { server in
            let latest = try await server.get(world.ltiPath()).json()
            // Ties go to the context that sorts first.
            #expect(latest["contextId"]?.string == "a")
            for context in ["a", "b", "c", "B"] {
                let answer = try await server.get(world.ltiPath(query: "contextId=\(context)&platformId=platform-1"))
                #expect(try answer.json()["contextId"]?.string == context)
            }
            for context in ["d", "A", "null", "a%20"] {
                let answer = try await server.get(world.ltiPath(query: "platformId=platform-1&contextId=\(context)"))
                #expect(answer.summary == Self.notFound)
            }
        }
    }

    @Test func launchWithoutContextIsFoundOnlyWithoutContext() async throws {
        let world = try await TestWorld()
        try await world.seed(user: "lti-7")
        try await withServer(world) { server in
            let answer = try await server.get(world.ltiPath())
            #expect(try answer.json()["contextId"]?.isNull == true)
            #expect(try answer.json()["courseId"]?.isNull == false)
            let named = try await server.get(world.ltiPath(query: "platformId=platform-1&contextId=null"))
            #expect(named.summary == Self.notFound)
        }
    }

    @Test func userPlatformAndLessonAreMatchedExactly() async throws {
        let world = try await TestWorld()
        try await world.seed(user: "lti-7", context: "c")
        try await world.seed("lti-8")
        let other = try await world.makeLesson()
        try await withServer(world) { server in
            for path in [
                world.ltiPath("LTI-7"), world.ltiPath("lti-8"), world.ltiPath("lti-7%20"),
                world.ltiPath(query: "platformId=platform-2"), world.ltiPath(query: "platformId=Platform-1"),
                world.ltiPath(lesson: other.id), world.ltiPath(lesson: .random()), world.progressPath("lti-7"),
            ] {
                let answer = try await server.get(path)
                #expect(answer.summary == Self.notFound, "\(path)")
            }
        }
    }

    // MARK: Refusals

    @Test(arguments: [
        ("", "platformId is required"), ("platformId=", "platformId is required"),
        ("platformId", "platformId is required"),
        ("contextId=c", "platformId is required"), ("platformID=p", "platformId is required"),
        ("contextId=&platformId=", "platformId is required"),
        ("platformId=platform-1&contextId=", "contextId must not be empty"),
        ("platformId=platform-1&contextId", "contextId must not be empty"),
        ("platformId=a&platformId=a", "platformId must be given once"),
        ("platformId=platform-1&contextId=c&contextId=d", "contextId must be given once"),
        ("platformId=%00", "Invalid platform ID"), ("platformId=platform-1&contextId=%0a", "Invalid context ID"),
        ("platformId=\(String(repeating: "p", count: 256))", "Invalid platform ID"),
        ("platformId=platform-1&contextId=\(String(repeating: "c", count: 1_301))", "Invalid context ID"),
        ("platformId=%ff", "The query is not valid UTF-8"), ("platformId=%zz", "The query is not valid UTF-8"),
    ])
    func wrongParameterIsNamed(query: String, message: String) async throws {
        let world = try await TestWorld()
        try await world.seed(user: "lti-7")
        try await withServer(world) { server in
            let answer = try await server.exchange(
                server.head("GET", world.ltiPath(query: query), ["Authorization: Bearer \(world.token.text)"])
            )
            #expect(answer.summary == #"422 {"error":"\#(message)"}"#)
        }
    }

    @Test func longNamesPass() async throws {
        let world = try await TestWorld()
        let long = String(repeating: "ü", count: 255)
        try await world.seed(user: long, platform: long, context: long)
        try await withServer(world) { server in
            let name = PercentCoding.encode(long)
            let answer = try await server.get(world.ltiPath(name, query: "platformId=\(name)&contextId=\(name)"))
            #expect(answer.status == 200)
        }
    }
}
