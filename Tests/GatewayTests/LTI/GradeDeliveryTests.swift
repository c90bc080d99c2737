import Directory
import Model
import TestSupport
import Testing

/// From a learner's answer to the platform's gradebook (LTI rules, section 8), over sockets.
@Suite(.timeLimit(.minutes(5)))
struct GradeDeliveryTests {
    @Test(arguments: [ServerMode.inProcessHot, .remote])
    func aCompletedLessonIsGraded(mode: ServerMode) async throws {
        try await withGrades(mode: mode) { grades in
            try await grades.complete(points: 3)
            try await grades.expectGrade(75)
            let last = try #require(grades.platform.scores.last)
            #expect(last.activity == "Completed" && last.grading == "FullyGraded")
            #expect(last.given == 75 && last.maximum == 100)
            try grades.expectOrder()
        }
    }

    @Test func allFourZeros() async throws {
        try await withGrades { grades in
            try await grades.complete(points: 0)
            try await grades.expectGrade(0)
        }
    }

    @Test func scoresOfALessonComeInOrderAndEndWithTheLatest() async throws {
        try await withGrades { grades in
            let session = try await grades.open(grades.message())
            for points in [0.5, 1, 1.5, 2] {
                try await session.say(GradeScene.under(points))
                try await grades.expectGrade(points * 25, by: 2)
            }
            try await session.say(GradeScene.completed(3.5))
            try await grades.expectGrade(87.5)
            try await session.say(GradeScene.completed(4))
            try await grades.expectGrade(100)
            let gradings = grades.platform.scores.map(\.grading)
            let firstFinal = try #require(gradings.firstIndex(of: "FullyGraded"))
            #expect(gradings[firstFinal...].allSatisfy { $0 == "FullyGraded" })
            try grades.expectOrder()
        }
    }

    @Test func manyChangesInASecondAreOneScore() async throws {
        try await withGrades { grades in
            let session = try await grades.open(grades.message())
            for points in 1...40 { try await session.say(GradeScene.under(Double(points) / 10)) }
            try await session.say(GradeScene.completed(4))
            try await grades.expectGrade(100)
            #expect(grades.platform.scores.count <= 8, "\(grades.platform.scores.map(\.text))")
            try grades.expectOrder()
        }
    }

    @Test func learnersBesideEachOtherDoNotMix() async throws {
        try await withGrades { grades in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 1...4 {
                    tasks.addTask { try await grades.complete("user-\(number)", points: Double(number)) }
                }
                try await tasks.waitForAll()
            }
            for number in 1...4 { try await grades.expectGrade(Double(number) * 25, of: "user-\(number)") }
            for number in 1...4 { try grades.expectOrder(of: "user-\(number)") }
        }
    }

    @Test func onlyLearnersAreGraded() async throws {
        try await withGrades { grades in
            var teacher = grades.message("teacher-1")
            teacher.roles = [LaunchMessage.instructor]
            try grades.scene.expectShown(try await grades.scene.launch(teacher, in: grades.scene.browser()), teacher)
            var without = grades.message("user-2")
            without.grades = .none
            without.link = "link-2"
            _ = try await grades.open(without)
            try await grades.complete("user-1")
            try await grades.expectGrade(75)
            #expect(Set(grades.platform.scores.map(\.user)) == ["user-1"])
        }
    }

    // MARK: Columns

    @Test func aColumnIsMadeOnceWhereThePlatformHasNone() async throws {
        try await withGrades { grades in
            for user in ["user-1", "user-2"] {
                var message = grades.message(user)
                message.grades = .lineItems
                let session = try await grades.open(message)
                try await session.say(GradeScene.completed(2))
            }
            for user in ["user-1", "user-2"] { try await grades.expectGrade(50, of: user) }
            let items = grades.platform.lineItems
            #expect(items.count == 1)
            #expect(items.first?.isOfTool == true && items.first?.label.isEmpty == false)
            #expect(items.first?.resourceLink == "link-1")
            #expect(grades.platform.problems == [])
        }
    }

    @Test func aColumnThatIsThereAlreadyIsUsed() async throws {
        try await withGrades { grades in
            // Opened once with a column of the platform's own, then by a platform that only names the list.
            try await grades.complete("user-1")
            try await grades.expectGrade(75)
            var message = grades.message("user-2")
            message.grades = .lineItems
            let session = try await grades.open(message)
            try await session.say(GradeScene.completed(1))
            try await grades.expectGrade(25, of: "user-2")
            #expect(grades.platform.lineItems.count == 1)
        }
    }

    // MARK: Platforms of other kinds

    @Test func moodleHearsOfFinalScoresAlone() async throws {
        try await withGrades { grades in
            grades.platform.behave { behaviour in
                behaviour.product = "moodle"
                behaviour.keepsOnlyFinalGrades = true
            }
            let session = try await grades.open(grades.message())
            try await session.say(GradeScene.under(2))
            grades.clock.advance(seconds: 30)
            try await session.say(GradeScene.completed(3))
            try await grades.expectGrade(75)
            #expect(grades.platform.scores.allSatisfy { $0.grading == "FullyGraded" })
        }
    }

    @Test(arguments: [LMSBehaviour.TokenForm.textHTML, .expiresInText])
    func tokensOfOddFormAreTaken(form: LMSBehaviour.TokenForm) async throws {
        try await withGrades { grades in
            grades.platform.behave { $0.tokenForm = form }
            try await grades.complete()
            try await grades.expectGrade(75)
            #expect(grades.platform.requests(.token) == 1)
        }
    }

    // MARK: Several gateways

    @Test func twoGatewaysSendAGradeOnce() async throws {
        try await withGrades { grades in
            try await withServer(grades.scene.world) { _ in
                for number in 1...3 { try await grades.complete("user-\(number)") }
                for number in 1...3 { try await grades.expectGrade(75, of: "user-\(number)") }
                for number in 1...3 { try grades.expectOrder(of: "user-\(number)") }
                let finals = grades.platform.scores.filter { $0.grading == "FullyGraded" }
                #expect(finals.count == 3)
                #expect(grades.platform.scores.allSatisfy { $0.status == 200 })
            }
        }
    }

    @Test func whatIsOwedSurvivesARestart() async throws {
        let world = try await TestWorld()
        let platform = LMS(clock: world.clock.wall)
        platform.register(LMSClient(LaunchScene.client, tool: LaunchScene.tool))
        try await withPlatform(platform) { platform in
            let draft = platform.platformDraft(client: LaunchScene.client)
            let record = try await world.directory.platforms.save(
                draft,
                organization: world.organization,
                actor: "test"
            ).platform
            platform.behave { $0.grades = .status(503) }
            try await withServer(world) { server in
                let scene = LaunchScene(world: world, server: server, platform: platform, record: record)
                platform.settle(at: platform.base, client: scene.web)
                try await GradeScene(scene: scene).complete()
            }
            platform.behave { $0.grades = .fine }
            try await withServer(world) { server in
                let scene = LaunchScene(world: world, server: server, platform: platform, record: record)
                platform.settle(at: platform.base, client: scene.web)
                try await GradeScene(scene: scene).expectGrade(75, by: 5)
            }
        }
    }
}
