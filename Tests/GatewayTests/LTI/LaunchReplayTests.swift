import LTI
import TestSupport
import Testing

/// A login is good for one launch in one browser (LTI rules V2, V3, V10, V11).
@Suite(.timeLimit(.minutes(5)))
struct LaunchReplayTests {
    private static let launchURL = LaunchScene.tool + "/lti/launch"

    @Test func b39TheSameFormTwice() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let message = scene.message()
            let form = try await scene.login(message, in: browser)
            try scene.expectShown(try await scene.post(form, in: browser), message)
            for _ in 0..<2 {
                let again = try await scene.post(form, in: browser)
                #expect(again.statuses == [401])
                #expect(again.text.contains("replayed") || again.text.contains("browser_mismatch"))
            }
        }
    }

    @Test func b39TheSameFormTwiceByACookieThatWasKept() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let form = try await scene.login(scene.message(), in: browser)
            let cookie = browser.cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            let fields = try #require(form.forms.first).fields
            for expected in [303, 401] {
                let thief = scene.browser()
                let answer = try await thief.send(
                    "POST",
                    Self.launchURL,
                    body: Array(WebForm.encode(fields).utf8),
                    headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")]
                )
                #expect(answer.statuses.first == expected)
                if expected == 401 { #expect(answer.text.contains("replayed")) }
            }
        }
    }

    @Test func b98EightAtOnce() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let form = try await scene.login(scene.message(), in: browser)
            let pages = try await withThrowingTaskGroup(of: WebPage.self) { tasks in
                for _ in 0..<8 { tasks.addTask { try await scene.post(form, in: browser) } }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(pages.filter { $0.statuses.first == 303 }.count == 1)
            #expect(pages.filter { $0.statuses == [401] }.count == 7, "\(pages.map(\.statuses))")
        }
    }

    @Test func b40B43AnotherBrowser() async throws {
        try await withScene { scene in
            let (mine, other) = (scene.browser(), scene.browser())
            let form = try await scene.login(scene.message(), in: mine)
            // The other one has a login of its own, so that it has cookies of ours.
            _ = try await scene.login(scene.message(), in: other)
            let refused = try await scene.post(form, in: other)
            scene.expectRefused(refused, status: 401, code: "browser_mismatch", in: other)
            // That has spoilt nothing.
            try scene.expectShown(try await scene.post(form, in: mine), scene.message())
            let after = try await scene.post(form, in: other)
            #expect(after.statuses == [401])
        }
    }

    @Test func b38B44StatesOfTwoLaunchesSwapped() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let first = try #require(try await scene.login(scene.message(), in: browser).forms.first)
            let second = try #require(try await scene.login(scene.message(), in: browser).forms.first)
            for (state, token) in [(first, second), (second, first)] {
                let fields = [
                    (name: "state", value: state["state"] ?? ""), ("id_token", token["id_token"] ?? ""),
                ]
                let page = try await browser.post(Self.launchURL, fields, from: scene.platform.base)
                scene.expectRefused(page, status: 401, code: "bad_nonce", in: browser)
            }
        }
    }

    @Test func rubbishUnderAStateDoesNotSpoilTheLogin() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.login(scene.message(), in: browser)
            let state = try #require(page.forms.first?["state"])
            for token in ["x", "a.b.c", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0.e30.AAAA", ""] {
                let refused = try await browser.post(Self.launchURL, [("state", state), ("id_token", token)])
                #expect((400..<500).contains(refused.status))
            }
            try scene.expectShown(try await scene.post(page, in: browser), scene.message())
        }
    }

    @Test func aTokenOfThePlatformThatIsWrongSpoilsTheLogin() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            var message = scene.message()
            message.change = { $0.claims["exp"] = "\($0.second - 100)" }
            let page = try await scene.login(message, in: browser)
            #expect(try await scene.post(page, in: browser).text.contains("expired"))
            let good = scene.platform.draft(scene.message(), nonce: "irrelevant").token
            let state = try #require(page.forms.first?["state"])
            let after = try await browser.post(Self.launchURL, [("state", state), ("id_token", good)])
            #expect(after.statuses == [401])
        }
    }

    @Test func aLoginLivesTenMinutes() async throws {
        try await withScene { scene in
            for (seconds, status) in [(590.0, 303), (610, 401)] {
                let browser = scene.browser()
                var fields: LaunchPlan.Fields = []
                let page = try await scene.login(scene.message(), in: browser)
                fields = try #require(page.forms.first).fields
                scene.world.clock.advance(seconds: seconds)
                // A token of now: the platform was slow.
                let nonce = try #require(browser.visited.last.flatMap { WebAddress($0) }?.query)
                    .split(separator: "&").first { $0.hasPrefix("nonce=") }?.dropFirst(6)
                let token = scene.platform.draft(scene.message(), nonce: String(nonce ?? "")).token
                let after = try await browser.post(
                    Self.launchURL,
                    LaunchPlan.with("id_token", token)(fields),
                    from: scene.platform.base
                )
                #expect(after.statuses.first == status, "\(after.text)")
                if status == 401 { #expect(after.text.contains("bad_state")) }
            }
        }
    }

    // MARK: Other gateways

    @Test func aSecondGatewayOverTheSameDataKnowsWhatWasUsed() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.login(scene.message(), in: browser)
            let cookie = browser.cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            try scene.expectShown(try await scene.post(page, in: browser), scene.message())
            try await withServer(scene.world) { second in
                let fields = try #require(page.forms.first).fields
                let thief = Browser(WebClient(ports: ["lectern.test": second.port]))
                let answer = try await thief.send(
                    "POST",
                    Self.launchURL,
                    body: Array(WebForm.encode(fields).utf8),
                    headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")]
                )
                #expect(answer.statuses == [401])
                #expect(answer.text.contains("replayed"))
            }
        }
    }

    @Test func aRestartBetweenLoginAndLaunchIsNotNoticed() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.login(scene.message(), in: browser)
            let shown = try await withServer(scene.world) { second in
                browser.move(to: WebClient(ports: ["lectern.test": second.port]))
                return try await scene.post(page, in: browser)
            }
            try scene.expectShown(shown, scene.message())
            // Nor one between the launch and a reload.
            browser.move(to: scene.web)
            let again = try await browser.get(shown.url)
            #expect(again.status == 200 || again.statuses.first == 303)
            #expect(again.text.contains(scene.world.lesson.title))
        }
    }

    @Test func aFloodOfLoginsLeavesLaunchesPossible() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.login(scene.message(), in: browser)
            let fields = scene.platform.begin(scene.message())
            let url = "\(LaunchScene.tool)/lti/login?\(WebForm.encode(fields))"
            let statuses = try await withThrowingTaskGroup(of: [Int: Int].self) { tasks in
                for _ in 0..<20 {
                    tasks.addTask {
                        var statuses: [Int: Int] = [:]
                        for _ in 0..<100 {
                            statuses[try await scene.web.send("GET", url).status, default: 0] += 1
                        }
                        return statuses
                    }
                }
                return try await tasks.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
            }
            #expect(statuses == [302: 2_000])
            try scene.expectShown(try await scene.post(page, in: browser), scene.message())
        }
    }

    @Test func manyLoginsInOneBrowserKeepTheNewestTen() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            for _ in 0..<15 {
                _ = try await scene.login(scene.message(), in: browser)
                scene.world.clock.advance(seconds: 1)
            }
            #expect(browser.cookies.filter { $0.name.contains("lectern-login") }.count <= 10)
            try scene.expectShown(try await scene.launch(scene.message(), in: browser), scene.message())
        }
    }
}
