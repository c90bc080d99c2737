import Directory
import LTI
import Model
import TestSupport
import Testing

/// A platform, a tool that has it registered, and browsers between them, all over sockets.
struct LaunchScene: Sendable {
    static let tool = "https://lectern.test"
    static let client = "client-1"

    let world: TestWorld
    let server: TestServer
    let platform: LMS
    let record: PlatformRecord

    /// How browsers and platforms reach the tool under the name that the world knows.
    var web: WebClient { WebClient(ports: ["lectern.test": server.port]) }

    func browser(_ place: Browser.Place = .top) -> Browser { Browser(web, place: place) }

    /// The target link of a lesson.
    func target(_ lesson: TestLesson? = nil) -> String { "\(Self.tool)/lti/lessons/\((lesson ?? world.lesson).id)" }

    /// A launch of the world's lesson.
    func message(_ lesson: TestLesson? = nil, on platform: LMS? = nil) -> LaunchMessage {
        (platform ?? self.platform).message(target(lesson))
    }

    // MARK: Steps

    /// Begins a login: the browser ends on the platform's form, or on a refusal.
    func login(
        _ message: LaunchMessage,
        in browser: Browser,
        _ plan: LaunchPlan = LaunchPlan(),
        on platform: LMS? = nil,
        headers: [(String, String)] = []
    ) async throws -> WebPage {
        let platform = platform ?? self.platform
        let fields = plan.login(platform.begin(message))
        let url = try #require(platform.loginURL(of: message.client))
        return plan.isLoginPosted
            ? try await browser.post(url, fields, from: platform.base, headers: headers)
            : try await browser.get("\(url)?\(WebForm.encode(fields))", headers: headers)
    }

    /// Sends the platform's form, and ends on the tool's page.
    func post(
        _ page: WebPage,
        in browser: Browser,
        _ plan: LaunchPlan = LaunchPlan(),
        headers: [(String, String)] = []
    ) async throws -> WebPage {
        let form = try #require(page.forms.first, "no form: \(page.status) \(page.text)")
        return try await browser.submit(form, of: page, fields: plan.form(form.fields), headers: headers)
    }

    /// Login and launch.
    func launch(
        _ message: LaunchMessage,
        in browser: Browser,
        _ plan: LaunchPlan = LaunchPlan(),
        on platform: LMS? = nil,
        headers: [(String, String)] = []
    ) async throws -> WebPage {
        var page = try await login(message, in: browser, plan, on: platform, headers: headers)
        // What is too long for a redirect is a form that submits itself.
        if page.status == 200, let form = page.forms.first,
            form.action.hasPrefix((platform ?? self.platform).base)
        {
            page = page.address.origin == Self.tool ? try await browser.submit(form, of: page) : page
        }
        // Whatever the login refuses never comes to the platform.
        guard page.address.origin != Self.tool else { return page }
        return try await post(page, in: browser, plan, headers: headers)
    }

    // MARK: Expectations

    /// What people see of a launch that is shown.
    func expectShown(
        _ page: WebPage,
        _ message: LaunchMessage,
        _ lesson: TestLesson? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lesson = lesson ?? world.lesson
        let launch = page.hops.first { $0.url.hasSuffix("/lti/launch") }?.response
        #expect(launch?.status == 303, "\(page.statuses) \(page.text)", sourceLocation: sourceLocation)
        #expect(page.status == 200, "\(page.text)", sourceLocation: sourceLocation)
        #expect(page.text.contains(lesson.title), "\(page.text)", sourceLocation: sourceLocation)
        let path = message.kind == .link ? "/lti/lessons/\(lesson.id)" : "/lti/deep-linking"
        #expect(page.address.path == path, sourceLocation: sourceLocation)
        for answer in page.hops.filter({ $0.url.hasPrefix(Self.tool) }).map(\.response) + [page.response] {
            expectSafe(answer, sourceLocation)
        }
        // A token's payload begins so after a dot, which no random state or ticket has in it.
        #expect(!(page.hops.map(\.url) + [page.url]).contains { $0.contains(".eyJ") }, sourceLocation: sourceLocation)
    }

    /// A refusal: its status, the code where it is certain, and nothing that a refused token could want.
    func expectRefused(
        _ page: WebPage,
        status: Int,
        code: String?,
        in browser: Browser,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(page.status == status, "\(page.statuses) \(page.text)", sourceLocation: sourceLocation)
        #expect(page.address.origin == Self.tool, sourceLocation: sourceLocation)
        #expect(page.response.values("Location") == [], sourceLocation: sourceLocation)
        if let code { #expect(page.text.contains(code), "\(page.text)", sourceLocation: sourceLocation) }
        expectSafe(page.response, sourceLocation)
        // The way back of somebody who may not choose is a signed answer of the tool's own.
        let isAnswer = code == "choosing_not_allowed"
        #expect(isAnswer || !page.text.contains(".eyJ"), "a token is in the page", sourceLocation: sourceLocation)
        #expect(
            !browser.cookies.contains { $0.name.contains("lectern-session") },
            "there is a session",
            sourceLocation: sourceLocation
        )
        let known = [Self.tool, platform.base]
        #expect(
            browser.visited.allSatisfy { url in known.contains { url.hasPrefix($0) } },
            "the browser was sent elsewhere",
            sourceLocation: sourceLocation
        )
    }

    /// The headers of all answers to people (LTI rule E2).
    private func expectSafe(_ answer: TestResponse, _ location: SourceLocation) {
        #expect(answer["Cache-Control"] == "no-store", sourceLocation: location)
        #expect(answer["Referrer-Policy"] == "no-referrer", sourceLocation: location)
        #expect(answer.values("X-Frame-Options") == [], sourceLocation: location)
    }
}

/// Runs a platform and a tool that knows it for the time of `body`.
func withScene<Value: Sendable>(
    _ change: (inout PlatformDraft) -> Void = { _ in },
    world given: TestWorld? = nil,
    issuer: String? = nil,
    mode: ServerMode = .inProcessHot,
    _ body: (LaunchScene) async throws -> Value
) async throws -> Value {
    let world: TestWorld
    if let given { world = given } else { world = try await TestWorld() }
    let platform = LMS(issuer: issuer, clock: world.clock.wall)
    platform.register(LMSClient(LaunchScene.client, deployments: ["1", "2"], tool: LaunchScene.tool))
    return try await withPlatform(platform) { platform in
        var draft = platform.platformDraft(client: LaunchScene.client)
        change(&draft)
        let record = try await world.directory.platforms.save(draft, organization: world.organization, actor: "test")
            .platform
        return try await withServer(world, mode) { server in
            let scene = LaunchScene(world: world, server: server, platform: platform, record: record)
            platform.settle(at: platform.base, client: scene.web)
            return try await body(scene)
        }
    }
}
