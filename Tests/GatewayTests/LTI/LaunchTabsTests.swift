import Directory
import Credentials
import Model
import TestSupport
import Testing

/// Launches beside each other: tabs, people, what is left of a session.
@Suite(.timeLimit(.minutes(5)))
struct LaunchTabsTests {
    @Test func g33TwoTabsInterleaved() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let lesson = try await scene.world.makeLesson("Decimals")
            var second = scene.message(lesson)
            (second.context, second.link) = ("course-2", "link-2")
            let firstForm = try await scene.login(scene.message(), in: browser)
            let secondForm = try await scene.login(second, in: browser)
            let secondPage = try await scene.post(secondForm, in: browser)
            let firstPage = try await scene.post(firstForm, in: browser)
            try scene.expectShown(firstPage, scene.message())
            try scene.expectShown(secondPage, second, lesson)
            // Each tab goes on with its own session.
            let pages = [(firstPage, scene.world.lesson), (secondPage, lesson)]
            for (page, lesson) in pages {
                let claims = try claims(page)
                #expect(claims["lessonId"]?.string == lesson.id.description)
                let again = try await browser.get(try #require(stableURL(page)))
                #expect(again.status == 200 && again.text.contains(lesson.title), "\(again.statuses)")
            }
            #expect(try claims(firstPage)["contextId"]?.string == "course-1")
            #expect(try claims(secondPage)["contextId"]?.string == "course-2")
        }
    }

    @Test func g47UsersThatDifferInCaseAloneAreTwo() async throws {
        try await withScene { scene in
            var users: [String] = []
            for user in ["Ada", "ada"] {
                var message = scene.message()
                message.user = user
                let page = try await scene.launch(message, in: scene.browser())
                try scene.expectShown(page, message)
                users.append(try claims(page)["ltiUserId"]?.string ?? "")
            }
            #expect(users == ["Ada", "ada"])
        }
    }

    @Test func g48TwoVisitorsAreTwo() async throws {
        try await withScene({ $0.allowsAnonymous = true }) { scene in
            var users: Set<String> = []
            for _ in 0..<2 {
                var message = scene.message()
                message.change = { draft in
                    for name in ["sub", "name", "given_name", "family_name", "email"] { draft.claims[name] = nil }
                }
                let page = try await scene.launch(message, in: scene.browser())
                try scene.expectShown(page, message)
                users.insert(try claims(page)["ltiUserId"]?.string ?? "")
            }
            #expect(users.count == 2)
        }
    }

    @Test func aTicketIsGoodOnceAndForTheBrowserThatHasIt() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.launch(scene.message(), in: browser)
            let location = try #require(page.hops.first { $0.url.hasSuffix("/lti/launch") }?.response["Location"])
            let stolen = try await scene.browser().get(page.address.resolve(location))
            #expect((400..<500).contains(stolen.status), "\(stolen.statuses)")
            #expect(!stolen.text.contains("lectern-token"))
        }
    }

    @Test func reloadAndBackAreAnsweredByPages() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.launch(scene.message(), in: browser)
            try scene.expectShown(page, scene.message())
            // Reload of what is on the screen, by the browser's own cookie.
            let reloaded = try await browser.get(try #require(stableURL(page)))
            #expect(reloaded.status == 200 && reloaded.text.contains(scene.world.lesson.title))
            // The launch URL itself, as the back button has it.
            let back = try await browser.get("\(LaunchScene.tool)/lti/launch")
            #expect(back.status == 405)
            #expect(back.response["Cache-Control"] == "no-store")
            // Somebody who was never launched.
            let stranger = try await scene.browser().get(scene.target())
            #expect((400..<500).contains(stranger.status))
            #expect(stranger.text.contains("<html"))
        }
    }

    @Test func anInactivePlatformLaunchesNothingAtOnce() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let (platforms, organization) = (scene.world.directory.platforms, scene.world.organization)
            let form = try await scene.login(scene.message(), in: browser)
            _ = try await platforms.setActive(false, scene.record.id, organization: organization, actor: "test")
            let refused = try await scene.post(form, in: browser)
            scene.expectRefused(refused, status: 403, code: "platform_inactive", in: browser)
            let login = try await scene.login(scene.message(), in: browser)
            scene.expectRefused(login, status: 403, code: "platform_inactive", in: browser)
            _ = try await platforms.setActive(true, scene.record.id, organization: organization, actor: "test")
            try scene.expectShown(try await scene.launch(scene.message(), in: browser), scene.message())
        }
    }

    @Test func teachersSeeLearnersAndLearnersDoNot() async throws {
        try await withScene { scene in
            var teacher = scene.message()
            teacher.user = "teacher-1"
            teacher.roles = [LaunchMessage.instructor]
            let learned = try await scene.launch(scene.message(), in: scene.browser())
            let taught = try await scene.launch(teacher, in: scene.browser())
            try scene.expectShown(taught, teacher)
            let path = "/lti/lessons/\(scene.world.lesson.id)/learners"
            let token = try #require(learned.meta("lectern-token"))
            #expect(try await scene.server.get(path, token: token).status == 403)
            #expect(try await scene.server.get(path, token: nil).status == 401)
            let view = try #require(HTMLTag.first("table", in: taught.text)?["data-token"], "\(taught.text)")
            #expect(try await scene.server.get(path, token: view).status == 200)
        }
    }

    // MARK: Pages

    /// The claims of a page's launch token.
    private func claims(_ page: WebPage) throws -> JSONNode {
        let token = try #require(page.meta("lectern-token"), "no token in \(page.text)")
        let parts = token.split(separator: ".")
        return try JSONParser.parse(try #require(Base64URL.decode(parts[1].utf8)))
    }

    /// The address of a page that a reload asks for: what the page makes of its own with the ticket in it.
    private func stableURL(_ page: WebPage) throws -> String? {
        guard page.url.contains("launch=") else { return page.url }
        let session = try claims(page)["sid"]?.string
        return session.map { "\(page.address.origin)\(page.address.path)?s=\($0)" }
    }
}
