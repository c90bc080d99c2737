import Model
import TestSupport
import Testing

/// Requests that are no logins or launches, and refusals for programs (LTI rules E1–E3).
@Suite(.timeLimit(.minutes(5)))
struct LaunchRequestTests {
    private static let form = [("Content-Type", "application/x-www-form-urlencoded")]
    private static let json = [("Content-Type", "application/json")]

    @Test(arguments: ["/lti/launch", "/lti/login", "/lti/launch/storage"])
    func b87OtherBodiesThanForms(path: String) async throws {
        try await withScene { scene in
            for headers in [Self.json, [("Content-Type", "text/plain")], []] {
                let page = try await scene.browser().send(
                    "POST",
                    LaunchScene.tool + path,
                    body: Array(#"{"state":"x","id_token":"y"}"#.utf8),
                    headers: headers
                )
                #expect(page.status == 415, "\(path) \(headers) \(page.text)")
                #expect(page.response["Cache-Control"] == "no-store")
            }
        }
    }

    @Test func b57LaunchByGET() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let form = try #require(try await scene.login(scene.message(), in: browser).forms.first)
            let page = try await browser.get("\(LaunchScene.tool)/lti/launch?\(WebForm.encode(form.fields))")
            #expect(page.status == 405)
            #expect(page.response.values("Allow").joined().contains("POST"))
            #expect(!browser.cookies.contains { $0.name.contains("lectern-session") })
            for method in ["PUT", "DELETE"] {
                let other = try await browser.send(method, "\(LaunchScene.tool)/lti/launch", body: nil, headers: [])
                #expect(other.status == 405)
            }
        }
    }

    @Test(arguments: ["/lti/launch", "/lti/login"])
    func b81BodiesOfThreeMegabytes(path: String) async throws {
        try await withScene { scene in
            let body = Array("state=x&id_token=\(String(repeating: "A", count: 3_000_000))".utf8)
            let page = try await scene.browser().send(
                "POST",
                LaunchScene.tool + path,
                body: body,
                headers: Self.form
            )
            #expect(page.status == 413)
        }
    }

    @Test func bodiesThatDoNotDecode() async throws {
        try await withScene { scene in
            for body in ["state=%", "state=%GG&id_token=x", "state=%ff%fe&id_token=x", "", "&&&", "state", "=x"] {
                for path in ["/lti/launch", "/lti/login", "/lti/launch/storage"] {
                    let page = try await scene.browser().send(
                        "POST",
                        LaunchScene.tool + path,
                        body: Array(body.utf8),
                        headers: Self.form
                    )
                    #expect((400..<500).contains(page.status), "\(path) \(body) \(page.status)")
                }
            }
        }
    }

    @Test func refusalsForProgramsAreJSON() async throws {
        try await withScene { scene in
            let accept = [("Accept", "application/json")]
            let browser = scene.browser()
            let login = try await browser.get("\(LaunchScene.tool)/lti/login?iss=x", headers: accept)
            try expectJSON(login, 400, "missing_parameter")
            var message = scene.message()
            message.change = { $0.key = LMSKey.foreign }
            let form = try await scene.login(message, in: browser)
            let launch = try await scene.post(form, in: browser, headers: accept)
            try expectJSON(launch, 401, "bad_signature")
            let page = try await scene.launch(message, in: scene.browser())
            #expect(page.response["Content-Type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(try #require(page.response["X-Request-Id"])))
        }
    }

    private func expectJSON(_ page: WebPage, _ status: Int, _ code: String) throws {
        #expect(page.status == status)
        #expect(page.response["Content-Type"]?.hasPrefix("application/json") ?? false)
        let body = try page.response.json()
        #expect(body["code"]?.string == code)
        #expect(body["error"]?.string?.hasSuffix(".") ?? false)
        #expect(body["requestId"]?.string == page.response["X-Request-Id"])
        #expect(page.response["Cache-Control"] == "no-store")
    }

    @Test func theToolsKeySetIsPublic() async throws {
        try await withScene { scene in
            let answer = try await scene.web.send("GET", "\(LaunchScene.tool)/lti/jwks.json")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"]?.hasPrefix("application/json") ?? false)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(answer["Cache-Control"]?.contains("public") ?? false)
            let keys = try #require(try answer.json()["keys"]?.elements)
            #expect(!keys.isEmpty)
            for key in keys {
                #expect(key["kty"]?.string == "RSA" && key["use"]?.string == "sig" && key["alg"]?.string == "RS256")
                #expect(key["kid"]?.string?.isEmpty == false)
                for secret in ["d", "p", "q", "dp", "dq", "qi"] { #expect(key[secret] == nil) }
            }
        }
    }

    /// The redirect of a login as strict platforms read it; their checks are in ``LMS``.
    @Test func aLoginRepeatsWhatThePlatformSaidAndTellsNobodyElse() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            let page = try await scene.login(scene.message(), in: browser)
            #expect(page.statuses == [302, 200])
            #expect(scene.platform.problems == [])
            let cookie = try #require(browser.cookies.first)
            #expect(cookie.isHTTPOnly && cookie.isSecure && cookie.isPartitioned && cookie.sameSite == "none")
            #expect(cookie.maximumAge == 600)
            #expect("/lti/launch".hasPrefix(cookie.path))
            let location = try #require(page.hops.first?.response["Location"])
            #expect(!location.contains(cookie.value.suffix(43)))
            let posted = try await scene.login(scene.message(), in: browser, postedPlan)
            #expect(posted.statuses.last == 200)
            #expect(scene.platform.problems == [])
        }
    }

    private var postedPlan: LaunchPlan {
        var plan = LaunchPlan()
        plan.isLoginPosted = true
        return plan
    }

    /// L1: what would be too long for a redirect becomes a form.
    @Test func hintsOfEightKilobytesGoByForm() async throws {
        try await withScene { scene in
            let browser = scene.browser()
            var message = scene.message()
            message.hintPadding = 9_000
            let page = try await scene.login(message, in: browser, postedPlan)
            #expect(page.statuses == [200])
            let form = try #require(page.forms.first)
            #expect(form.method == "POST" && form.action.hasPrefix(scene.platform.base + "/auth?tenant=1"))
            #expect(page.text.contains("nonce="))
            let signed = try await browser.submit(form, of: page)
            try scene.expectShown(try await scene.post(signed, in: browser), message)
            #expect(scene.platform.problems == [])
        }
    }
}
