import Directory
import Model
import TestSupport
import Testing

@testable import Gateway

/// What sites that poll see of a launch (contract §7.2, §7.3).
@Suite(.timeLimit(.minutes(3)))
struct LaunchProgressTests {
    private func poll(
        _ scene: LaunchScene,
        user: String = "user-1",
        context: String? = "course-1"
    ) async throws -> TestResponse {
        let query = context.map { "&contextId=\(PercentCoding.encode($0))" } ?? ""
        let path =
            "/api/public/lessons/\(scene.world.lesson.id)/lti-progress/\(PercentCoding.encode(user))"
            + "?platformId=\(scene.record.id)\(query)"
        return try await scene.server.get(path, token: scene.world.token.text)
    }

    @Test(arguments: [ServerMode.inProcessHot, .remote])
    func aLaunchIsThereBeforeAnythingHappens(mode: ServerMode) async throws {
        try await withScene(mode: mode) { scene in
            #expect(try await poll(scene).status == 404)
            let message = scene.message()
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            let answer = try await poll(scene)
            #expect(answer.status == 200)
            let progress = try answer.json()
            #expect(progress["status"]?.string == "not_started")
            #expect(progress["contextId"]?.string == "course-1")
            #expect(progress["startedAt"]?.isNull == true)
            #expect(progress["score"]?.isNull == true)
            // Another launch leaves it as it is.
            scene.world.clock.advance(seconds: 60)
            _ = try await scene.launch(message, in: scene.browser())
            #expect(try await poll(scene).text == answer.text)
            #expect(try await poll(scene, context: "course-2").status == 404)
            #expect(try await poll(scene, user: "User-1").status == 404)
        }
    }

    @Test func aTeachersLaunchIsNoProgress() async throws {
        try await withScene { scene in
            var message = scene.message()
            message.roles = [LaunchMessage.instructor]
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(try await poll(scene).status == 404)
        }
    }

    @Test(arguments: ["a/b?c#d%e+f g", "Zoë", String(repeating: "s", count: 255), "%2F"])
    func anySubjectIsFound(user: String) async throws {
        try await withScene { scene in
            var message = scene.message()
            message.user = user
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(try await poll(scene, user: user).json()["ltiUserId"]?.string == user)
        }
    }

    @Test func aCourseOfAnyNameIsFound() async throws {
        try await withScene { scene in
            let name = String(repeating: "c", count: 1_000)
            var message = scene.message()
            message.context = name
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(try await poll(scene, context: name).json()["contextId"]?.string == name)
            #expect(try await poll(scene, context: name + String(repeating: "c", count: 301)).status == 422)
        }
    }

    @Test func theSameCourseIdOfAnotherDeploymentIsFoundByIt() async throws {
        try await withScene { scene in
            for (user, deployment) in [("user-1", "1"), ("user-2", "2")] {
                var message = scene.message()
                message.user = user
                message.deployment = deployment
                try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            }
            #expect(try await poll(scene, user: "user-1").json()["contextId"]?.string == "course-1")
            #expect(try await poll(scene, user: "user-2").json()["contextId"]?.string == "course-1#2")
            #expect(try await poll(scene, user: "user-2", context: "course-1#2").status == 200)
            #expect(try await poll(scene, user: "user-3").status == 404)
        }
    }

    @Test(arguments: ["Mentor", "http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper"])
    func whoNeitherTeachesNorLearnsHasNoProgress(role: String) async throws {
        try await withScene { scene in
            var message = scene.message()
            message.roles = [role]
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(try await poll(scene).status == 404)
        }
    }

    @Test func aLaunchWithoutACourseIsFoundWithoutOne() async throws {
        try await withScene { scene in
            var message = scene.message()
            message.change = { $0.claims["https://purl.imsglobal.org/spec/lti/claim/context"] = nil }
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            #expect(try await poll(scene).status == 404)
            #expect(try await poll(scene, context: nil).json()["contextId"]?.isNull == true)
        }
    }
}
