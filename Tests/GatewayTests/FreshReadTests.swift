import Directory
import Gateway
import Model
import ProgressCore
import TestSupport
import Testing

/// An acknowledged write is seen by the very next read, in every mode (design §8).
@Suite(.timeLimit(.minutes(3)))
struct FreshReadTests {
    @Test(arguments: ServerMode.allCases)
    func updateOfASessionIsSeenByTheNextRead(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            try await server.connect { connection in
                for step in 0..<25 {
                    try await session.say(#"{"currentStepIndex":\#(step)}"#)
                    try await connection.send(server.progressHead())
                    let answer = try await connection.response()
                    #expect(try answer.json()["currentStepIndex"]?.integer == step)
                }
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func bulkLoadByAnotherProcessIsSeenByTheNextRead(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await world.seed("cached")
        let commandLine = try world.coreOfAnotherProcess()
        try await withServer(world, mode) { server in
            var tags: Set<String> = []
            for steps in 1...10 {
                try await Self.load(["cached", "new-\(steps)"], totalSteps: steps, world, commandLine)
                for learner in ["cached", "new-\(steps)"] {
                    let answer = try await server.get(world.progressPath(learner))
                    #expect(try answer.json()["totalSteps"]?.integer == steps)
                    if learner == "cached" { tags.insert(try #require(answer["ETag"])) }
                }
            }
            #expect(tags.count == 10)
        }
    }

    private static func load(
        _ learners: [String],
        totalSteps: Int,
        _ world: TestWorld,
        _ core: ProgressCore
    ) async throws {
        let records = learners.map { learner in
            let key = ProgressKey(
                organization: world.organization,
                lesson: world.lesson.id,
                subject: .embed(learner: learner)
            )
            var progress = LessonProgress(key: key, learner: .random(), course: nil, at: world.clock.now)
            progress.totalSteps = totalSteps
            return progress
        }
        try await core.lessons.load(records, at: world.clock.now)
    }

    @Test(arguments: ServerMode.allCases)
    func absenceIsNotRemembered(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            #expect(try await server.get(world.progressPath()).status == 404)
            try await world.seed()
            #expect(try await server.get(world.progressPath()).status == 200)
        }
    }

    @Test(arguments: ServerMode.allCases)
    func readersNeverSeeARecordGoBackWhileItIsWritten(mode: ServerMode) async throws {
        let world = try await TestWorld()
        let free = try await world.issueToken(APITokenDraft(name: "Free", rateLimit: 0)).text
        try await withServer(world, mode) { server in
            let session = try await PlayerSession.start(server, token: world.embedToken())
            try await session.say(#"{"currentStepIndex":0}"#)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<3 {
                    tasks.addTask {
                        try await server.connect { connection in
                            var last = 0
                            while last < 40 {
                                try await connection.send(server.progressHead(token: free))
                                let answer = try await connection.response()
                                let step = try #require(try answer.json()["currentStepIndex"]?.integer)
                                #expect(step >= last)
                                last = step
                            }
                        }
                    }
                }
                for step in 1...40 { try await session.say(#"{"currentStepIndex":\#(step)}"#) }
                try await tasks.waitForAll()
            }
        }
    }

    @Test(arguments: ServerMode.allCases)
    func refusedUpdateChangesNothing(mode: ServerMode) async throws {
        let world = try await TestWorld()
        try await withServer(world, mode) { server in
            let token = world.embedToken()
            let session = try await PlayerSession.start(server, token: token)
            try await session.say(#"{"currentStepIndex":1,"score":1,"maxScore":2}"#)
            let before = try await server.get(world.progressPath())
            world.clock.advance(seconds: 5)
            for body in [
                #"{"progress":2}"#, #"{"extra_fields":{"lesson":{"score":3,"maxScore":2,"currentStepIndex":2}}}"#,
                #"{"progress":0.5,"extra_fields":{"lesson":{"currentStepIndex":-1}}}"#, "no JSON", "[]",
            ] {
                let answer = try await server.send(
                    "PUT",
                    "/api/logger/contentsession/\(session.id)",
                    token: token,
                    body: body
                )
                #expect(answer.status == 400)
            }
            let after = try await server.get(world.progressPath())
            #expect(after.bytes == before.bytes)
            #expect(after["ETag"] == before["ETag"])
        }
    }

    @Test func tinyCacheGivesTheSameAnswers() async throws {
        for bytes in [0, 1, 32 * 1_024] {
            let world = try await TestWorld()
            for index in 0..<40 { try await world.seed("learner-\(index)") { $0.totalSteps = index } }
            try await withServer(world) {
                $0.cacheBytes = bytes
            } _: { server in
                for index in 0..<40 {
                    let answer = try await server.get(world.progressPath("learner-\(index)"))
                    #expect(try answer.json()["totalSteps"]?.integer == index)
                }
                try await world.seed("learner-7") { $0.totalSteps = 700 }
                let answer = try await server.get(world.progressPath("learner-7"))
                #expect(try answer.json()["totalSteps"]?.integer == 700)
            }
        }
    }
}
