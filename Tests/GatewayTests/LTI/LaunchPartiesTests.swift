import Directory
import LTI
import Model
import TestSupport
import Testing

/// Several platforms, clients and customers beside each other (LTI rules R2, R4, K4, section 14).
@Suite(.timeLimit(.minutes(5)))
struct LaunchPartiesTests {
    /// Registers a further client of the scene's platform.
    private func addClient(
        _ id: String,
        deployments: [String] = ["1"],
        to scene: LaunchScene,
        organization: OrganizationID? = nil
    ) async throws {
        scene.platform.register(LMSClient(id, deployments: deployments, tool: LaunchScene.tool))
        _ = try await scene.world.directory.platforms.save(
            scene.platform.platformDraft(client: id),
            organization: organization ?? scene.world.organization,
            actor: "test"
        )
    }

    @Test func g21SecondClientOfAnIssuer() async throws {
        try await withScene { scene in
            try await addClient("client-2", to: scene)
            for id in ["client-1", "client-2"] {
                var message = scene.message()
                message.client = id
                try scene.expectShown(try await scene.launch(message, in: scene.browser()), message)
            }
        }
    }

    /// LTI rule R3: what counts is that the launch is valid, not that it opens anything.
    @Test func aDeploymentIsLearntByALaunchWithoutALesson() async throws {
        try await withScene({
            $0.deploymentIDs = []
            $0.learnsDeployments = true
        }) { scene in
            var message = scene.message()
            message.deployment = "2:fresh"
            message.target = "https://lectern.test/lti/launch"
            let page = try await scene.launch(message, in: scene.browser())
            #expect(page.status == 404)
            let platforms = scene.world.directory.platforms
            let record = try await platforms.find(scene.record.id, organization: scene.world.organization)
            #expect(record.deploymentIDs == ["2:fresh"])
        }
    }

    @Test func g22TheSameClientIDAtAnotherIssuer() async throws {
        try await withScene { scene in
            try await withOther(scene) { other in
                for platform in [scene.platform, other] {
                    let message = scene.message(on: platform)
                    let page = try await scene.launch(message, in: scene.browser(), on: platform)
                    try scene.expectShown(page, message)
                }
            }
        }
    }

    @Test func b90B91TheDeploymentDecidesOrNobody() async throws {
        try await withScene({ $0.deploymentIDs = ["a"] }) { scene in
            try await addClient("client-2", deployments: ["b"], to: scene)
            var message = scene.message()
            var plan = LaunchPlan()
            plan.login = { fields in fields.filter { $0.name != "client_id" && $0.name != "lti_deployment_id" } }
            let browser = scene.browser()
            let ambiguous = try await scene.login(message, in: browser, plan)
            scene.expectRefused(ambiguous, status: 400, code: "ambiguous_platform", in: browser)
            (message.client, message.deployment) = ("client-2", "b")
            plan.login = LaunchPlan.without("client_id")
            try scene.expectShown(try await scene.launch(message, in: browser, plan), message)
            plan.login = { fields in
                LaunchPlan.with("lti_deployment_id", "c")(fields.filter { $0.name != "client_id" })
            }
            let neither = try await scene.login(message, in: scene.browser(), plan)
            #expect((400..<500).contains(neither.status))
        }
    }

    @Test func b64AClientOfAnotherIssuer() async throws {
        try await withScene { scene in
            try await withOther(scene, client: "client-of-the-other") { other in
                let browser = scene.browser()
                var plan = LaunchPlan()
                plan.login = LaunchPlan.with("client_id", "client-of-the-other")
                let page = try await scene.login(scene.message(), in: browser, plan)
                scene.expectRefused(page, status: 400, code: "unknown_platform", in: browser)
                #expect(other.requests(.authentication) == 0)
            }
        }
    }

    @Test func b92AnotherClientsTokenUnderThisState() async throws {
        try await withScene { scene in
            try await addClient("client-2", to: scene)
            var message = scene.message()
            message.change = { $0.claims.set("aud", "client-2") }
            let browser = scene.browser()
            let page = try await scene.launch(message, in: browser)
            scene.expectRefused(page, status: 401, code: "wrong_audience", in: browser)
        }
    }

    @Test func b28B88OnePlatformDoesNotSpeakForAnother() async throws {
        try await withScene { scene in
            try await withOther(scene) { other in
                // A's key and kid, B's issuer, under a login at A.
                let issuer = other.issuer
                var message = scene.message()
                message.change = { $0.claims.set("iss", issuer) }
                let browser = scene.browser()
                let page = try await scene.launch(message, in: browser)
                scene.expectRefused(page, status: 401, code: "wrong_issuer", in: browser)
                // Under a login at B, whose key has the same kid.
                other.publish([LMSKey("key-1", LMSKey.second)])
                var forged = scene.message(on: other)
                forged.change = { $0.key = LMSKey.first }
                let second = try await scene.launch(forged, in: scene.browser(), on: other)
                #expect(second.status == 401)
                #expect(second.text.contains("bad_signature"))
                // K4: the right one is not confused by the common kid.
                let good = scene.message(on: other)
                try scene.expectShown(try await scene.launch(good, in: scene.browser(), on: other), good)
                try scene.expectShown(try await scene.launch(scene.message(), in: scene.browser()), scene.message())
            }
        }
    }

    @Test func g34G35CustomersBehindOneIssuerAreKeptApart() async throws {
        try await withScene(issuer: "https://canvas.example") { scene in
            let second = try await scene.world.makeOrganization("Hill College")
            let lesson = try await scene.world.makeLesson("Hills", organization: second)
            try await addClient("customer-2", to: scene, organization: second)
            try scene.expectShown(try await scene.launch(scene.message(), in: scene.browser()), scene.message())
            var message = scene.message(lesson)
            message.client = "customer-2"
            try scene.expectShown(try await scene.launch(message, in: scene.browser()), message, lesson)
            // Neither opens the other's lessons.
            var foreign = scene.message()
            foreign.client = "customer-2"
            for wrong in [foreign, scene.message(lesson)] {
                let page = try await scene.launch(wrong, in: scene.browser())
                #expect((400..<500).contains(page.status), "\(page.statuses)")
                #expect(!page.text.contains(lesson.title) && !page.text.contains(scene.world.lesson.title))
            }
        }
    }
}
