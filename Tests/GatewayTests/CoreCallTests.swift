import Credentials
import Gateway
import Model
import ProgressCore
import TestSupport
import Testing

/// The gateway's own calls to the core give the same in one process and over a socket (design §2).
@Suite(.timeLimit(.minutes(3)))
struct CoreCallTests {
    /// Runs the same calls against a fresh world in each mode and compares what they give.
    private func expectSame(_ calls: (TestWorld, any CoreClient, Script) async throws -> [String]) async throws {
        let script = Script()
        var outcomes: [[String]] = []
        for mode in [ServerMode.inProcessPlain, .remote, .remoteUnixSocket] {
            let world = try await TestWorld()
            guard mode != .inProcessPlain else {
                outcomes.append(try await calls(world, InProcessCore(world.core), script))
                continue
            }
            let outcome = try await withCoreServer(world, mode) { url in
                let signer = CallSigner(keys: world.keys)
                let core = RemoteCore(baseURL: url, signing: signer, deadlineMs: 20_000, clock: world.clock.wall)
                return try await withThrowingTaskGroup(of: Void.self) { tasks in
                    // It closes its connections when it is cancelled.
                    tasks.addTask { try await core.run() }
                    let outcome = try await calls(world, core, script)
                    tasks.cancelAll()
                    try await tasks.waitForAll()
                    return outcome
                }
            }
            outcomes.append(outcome)
        }
        #expect(outcomes[0].count > 1)
        for outcome in outcomes.dropFirst() { #expect(outcome == outcomes[0]) }
    }

    /// The same identifiers in each world.
    private struct Script: Sendable {
        let organization = OrganizationID.random()
        let course = CourseID.random()
        let lesson = LessonID.random()
        let learners = (0..<600).map { _ in LearnerID.random() }

        func members(_ range: Range<Int>, groups: [String]? = nil) -> [CourseMember] {
            range.map { CourseMember(learner: learners[$0], name: "learner \($0)", role: .learner, groups: groups) }
        }

        func put(
            _ members: [CourseMember],
            name: String = "Algebra",
            syncStart: Timestamp? = nil,
            organization: OrganizationID? = nil,
            _ core: any CoreClient
        ) async -> String {
            let members = CourseMembers(course: course, name: name, members: members, syncStart: syncStart)
            return await CoreCallTests.outcome {
                try await core.put(members, organization: organization ?? self.organization, requestID: "test")
            }
        }

        func progress(_ core: any CoreClient) async -> String {
            await CoreCallTests.outcome {
                try await core.courseProgress(course, lesson: lesson, organization: organization, requestID: "test")
            }
        }

        func finish(_ start: Timestamp, _ core: any CoreClient) async -> String {
            await CoreCallTests.outcome {
                try await core.finishRoster(
                    course,
                    syncStart: start,
                    organization: organization,
                    requestID: "test"
                )
            }
        }
    }

    /// What a call gives or throws, as text.
    private static func outcome<Value>(_ call: () async throws -> Value) async -> String {
        do {
            return "\(try await call())"
        } catch let error as LecternError {
            return "\(error.code): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    @Test func membersAndTheirProgressAreTheSame() async throws {
        try await expectSame { world, core, script in
            var texts: [String] = []
            texts.append(await script.put(script.members(0..<3, groups: ["Rot \"1\"", "Zoë"]), core))
            let coach = CourseMember(learner: script.learners[3], name: "Ann", role: .coach)
            texts.append(await script.put([coach], name: "A\n\"B\"", core))
            texts.append(await script.put(script.members(0..<3), organization: .random(), core))
            texts.append(await script.put(script.members(0..<501), core))
            for (user, context) in [("u-1", "c"), ("u-2", nil)] as [(String, String?)] {
                try await world.seed(
                    user: user,
                    context: context,
                    course: script.course,
                    lesson: script.lesson,
                    organization: script.organization
                ) { progress in
                    progress.learner = script.learners[context == nil ? 9 : 1]
                    progress.status = .completed
                    progress.score = 2
                    progress.maxScore = 3
                    progress.completedAt = world.clock.now.adding(seconds: 0.000_001)
                }
                for asked in ["c", nil] {
                    texts.append(
                        await Self.outcome {
                            try await core.ltiProgress(
                                lesson: script.lesson,
                                platform: "platform-1",
                                user: user,
                                context: asked,
                                organization: script.organization,
                                requestID: "test"
                            )
                        }
                    )
                }
            }
            texts.append(await script.progress(core))
            world.clock.advance(seconds: 10)
            let start = world.clock.now
            texts.append(await script.put(script.members(1..<2), syncStart: start, core))
            for _ in 0..<2 { texts.append(await script.finish(start, core)) }
            texts.append(await script.progress(core))
            return texts
        }
    }

    @Test func feedIsTheSame() async throws {
        try await expectSame { world, core, script in
            var texts: [String] = []
            func read(_ position: Int64?) async {
                texts.append(await Self.outcome { try await core.feed(after: position, requestID: "test") })
            }
            for position in [nil, 0, -1] as [Int64?] { await read(position) }
            try await world.seed(user: "u-1", lesson: script.lesson, organization: script.organization)
            for position in [nil, 0, 1, 9] as [Int64?] { await read(position) }
            return texts
        }
    }

    @Test func largestCallsFit() async throws {
        try await expectSame { world, core, script in
            // The longest names in four bytes a character: more than a player's call may have.
            let long = String(repeating: "😀", count: 300)
            let members = (0..<500).map { number in
                CourseMember(
                    learner: script.learners[number],
                    name: "\(number) \(long)",
                    role: .learner,
                    groups: (0..<2).map { "\(number) \($0) \(long)" }
                )
            }
            let texts = [await script.put(members, name: long, core), await script.progress(core)]
            #expect(texts[0] == "()")
            #expect(texts[1].utf8.count > 500 * 1_000)
            return texts
        }
    }
}
