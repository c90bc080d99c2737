import Directory
import Model
import TestSupport
import Testing

/// What becomes of grades while platforms fail (LTI rules T3–T5, G5, G7, G8).
@Suite(.timeLimit(.minutes(5)))
struct GradeFailureTests {
    private static let outages: [(name: String, mode: LMSBehaviour.Mode)] = [
        ("500", .status(500)), ("503", .status(503)), ("html with 502", .status(502)), ("429", .status(429)),
    ]

    @Test(arguments: outages)
    func aGradeWaitsForThePlatform(row: (name: String, mode: LMSBehaviour.Mode)) async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.grades = row.mode }
            try await grades.complete()
            #expect(try await grades.eventually { grades.platform.requests(.scores) > 0 })
            #expect(try await grades.eventually { try await grades.deliveries(.pending).count == 1 })
            grades.platform.behave { $0.grades = .fine }
            try await grades.expectGrade(75, by: 10)
            try grades.expectOrder()
        }
    }

    @Test func aFewFailuresInARow() async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.grades = .times(3, status: 500) }
            try await grades.complete()
            try await grades.expectGrade(75, by: 5)
        }
    }

    @Test func aRefusedTokenIsRenewedOnce() async throws {
        try await withGrades { grades in
            let session = try await grades.open(grades.message())
            try await session.say(GradeScene.under(2))
            try await grades.expectGrade(50, by: 2)
            #expect(grades.platform.requests(.token) == 1)
            grades.platform.forgetAccess()
            try await session.say(GradeScene.completed(4))
            try await grades.expectGrade(100)
            #expect(grades.platform.requests(.token) == 2)
        }
    }

    @Test func retryAfterIsHeard() async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.grades = .retry(429, after: 300) }
            try await grades.complete()
            #expect(try await grades.eventually { grades.platform.requests(.scores) > 0 })
            grades.platform.behave { $0.grades = .fine }
            let asked = try await eventually {
                try await grades.deliveries(.pending).first?.nextAt
                    .map { $0 >= grades.clock.now.adding(seconds: 200) } ?? false
            }
            #expect(asked)
            try await grades.expectGrade(75, by: 20)
        }
    }

    @Test func aColumnThatIsGoneIsGivenUpUntilTheNextLaunchBringsAnother() async throws {
        try await withGrades { grades in
            let session = try await grades.open(grades.message())
            try await session.say(GradeScene.under(2))
            try await grades.expectGrade(50, by: 2)
            grades.platform.removeLineItems()
            try await session.say(GradeScene.completed(4))
            #expect(try await grades.eventually { try await grades.deliveries(.dead).count == 1 })
            let dead = try #require(try await grades.deliveries(.dead).first)
            #expect(dead.lastStatus == 404)
            // The platform makes a new column at the next launch.
            _ = try await grades.open(grades.message())
            try await grades.eventuallyGraded(100)
            #expect(try await grades.deliveries(.dead) == [])
        }
    }

    @Test func whatWasGivenUpIsReplayed() async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.grades = .status(403) }
            try await grades.complete("user-1", points: 1)
            try await grades.complete("user-2", points: 2)
            #expect(try await grades.eventually { try await grades.deliveries(.dead).count == 2 })
            grades.platform.behave { $0.grades = .fine }
            let (world, repository) = (grades.scene.world, grades.scene.world.directory.grades)
            let first = try #require(try await grades.deliveries(.dead).first { $0.user == "user-1" })
            _ = try await repository.replay(first.id, organization: world.organization, actor: "test")
            try await grades.expectGrade(25, of: "user-1")
            #expect(grades.platform.grade(of: "user-2") == nil)
            #expect(try await repository.replayAll(organization: world.organization, platform: nil, actor: "test") == 1)
            try await grades.expectGrade(50, of: "user-2")
            #expect(try await grades.deliveries(.dead) == [])
        }
    }

    @Test func aTokenEndpointThatNeverAnswersHoldsUpNoLaunch() async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.token = .silent }
            try await grades.complete()
            #expect(await eventually { grades.platform.requests(.token) > 0 })
            let elapsed = try await ContinuousClock().measure { _ = try await grades.open(grades.message("user-2")) }
            #expect(elapsed < .seconds(4))
        }
    }

    @Test(arguments: [LMSBehaviour.Mode.status(401), .status(500), .html])
    func aTokenEndpointThatFailsIsAskedAgain(mode: LMSBehaviour.Mode) async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.token = mode }
            try await grades.complete()
            #expect(try await grades.eventually { grades.platform.requests(.token) > 0 })
            grades.platform.behave { $0.token = .fine }
            try await grades.expectGrade(75, by: 10)
        }
    }

    @Test func aConflictIsSolvedByALaterTime() async throws {
        try await withGrades { grades in
            let session = try await grades.open(grades.message())
            // As if another copy of the tool, whose clock is ahead, had sent something.
            grades.platform.pretendScore(of: "user-1", at: grades.clock.now.adding(seconds: 300))
            try await session.say(GradeScene.completed(3))
            try await grades.expectGrade(75)
            let own = grades.platform.scores.filter { $0.text != "{}" }
            #expect(own.contains { $0.status == 409 })
            #expect(own.last?.status == 200)
            let times = try own.map { try #require(Timestamp($0.timestamp)) }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func anInactivePlatformIsSentNothingUntilItIsActiveAgain() async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.grades = .status(503) }
            let session = try await grades.open(grades.message())
            try await session.say(GradeScene.completed(3))
            #expect(try await grades.eventually { grades.platform.requests(.scores) > 0 })
            let (world, id) = (grades.scene.world, grades.scene.record.id)
            _ = try await world.directory.platforms.setActive(
                false,
                id,
                organization: world.organization,
                actor: "test"
            )
            grades.platform.behave { $0.grades = .fine }
            // Another platform's grade overtakes, so time has passed for both.
            try await withOther(grades.scene) { other in
                let message = grades.scene.message(on: other)
                let page = try await grades.scene.launch(message, in: grades.scene.browser(), on: other)
                let token = try #require(page.meta("lectern-token"))
                try await PlayerSession.start(grades.scene.server, token: token).say(GradeScene.completed(4))
                #expect(try await grades.eventually { other.grade(of: "user-1") == 100 })
            }
            #expect(grades.platform.scores.isEmpty)
            _ = try await world.directory.platforms.setActive(true, id, organization: world.organization, actor: "test")
            try await grades.expectGrade(75, by: 2)
        }
    }
}

extension GradeScene {
    /// Waits for a grade of the first user in whatever column there is now.
    func eventuallyGraded(_ percent: Double) async throws {
        let came = try await eventually { platform.grades.contains { $0.user == "user-1" && $0.percent == percent } }
        #expect(came, "\(platform.grades)")
    }
}
