import Credentials
import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// Choosing lessons for a course (LTI rules, section 10), without any cookie.
@Suite(.timeLimit(.minutes(3)))
struct DeepLinkingTests {
    static let path = "/lti/deep-linking"
    static let claim = "https://purl.imsglobal.org/spec/lti-dl/claim/"

    /// The payload of the answer in a page, whose signature is the tool's.
    func payload(_ page: TestResponse, _ fixture: VisitFixture) throws -> JSONNode {
        let form = try #require(WebForm.all(in: page.text).first, "\(page.summary)")
        #expect(form.action == "\(VisitFixture.issuer)/return?course=1")
        #expect(form.method == "POST")
        let token = try #require(form["JWT"].flatMap { PlatformJWS($0) })
        let key = try #require(fixture.world.keys.current.toolKeys?.signing(at: fixture.world.clock.now))
        #expect(token.header["kid"]?.string == key.id)
        #expect(token.isSigned(by: key.key.publicKey))
        return token.payload
    }

    func items(_ page: TestResponse, _ fixture: VisitFixture) throws -> [String] {
        try payload(page, fixture)[Self.claim + "content_items"]?.elements?.map(\.textString) ?? []
    }

    func item(_ lesson: TestLesson, hasColumn: Bool) -> String {
        let column = #"""
            ,"lineItem":{"label":"\#(lesson.title)","scoreMaximum":100,"resourceId":"\#(lesson.id)","tag":"lectern"}
            """#
        return #"""
            {"type":"ltiResourceLink","url":"https://lectern.test/lti/lessons/\#(lesson.id)","title":"\#(lesson.title)",\#
            "custom":{"lesson_id":"\#(lesson.id)"}\#(hasColumn ? column : "")}
            """#
    }

    /// The names of fields and buttons of the page with their values.
    func inputs(_ page: TestResponse, _ name: String) -> [HTMLTag] {
        (HTMLTag.all("input", in: page.text) + HTMLTag.all("button", in: page.text)).filter { $0["name"] == name }
    }

    func lessons(_ page: TestResponse) -> [String] {
        inputs(page, "preview").compactMap { $0["value"] }
    }

    // MARK: The page

    @Test func theLaunchLeadsToTheLessons() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        _ = try await world.makeLesson("Draft", publish: false)
        _ = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        let visit = try await fixture.choosing()
        try await withServer(world) { server in
            let page = try await server.get("\(Self.path)?launch=\(visit.ticket.text)", token: nil)
            #expect(page.status == 200, "\(page.text)")
            #expect(page["Cache-Control"] == "no-store")
            #expect(page["Content-Security-Policy"]?.contains("frame-ancestors") == false)
            #expect(page.text.contains("for Maths &lt;5b&gt;"))
            #expect(page.text.contains("<strong>Fractions</strong>"))
            #expect(page.text.contains("4 steps · 2 scored questions · 3 points · math, grade-5"))
            #expect(lessons(page) == [world.lesson.id.description])
            #expect(inputs(page, "lesson").map { $0["checked"] } == [nil])
            #expect(inputs(page, "grade").map { $0["checked"] } == [""])
            #expect(inputs(page, "token").compactMap { $0["value"] }.count == 1)
            let again = try await server.get("\(Self.path)?launch=\(visit.ticket.text)", token: nil)
            #expect(again.status == 401)
            #expect(again.text.contains("start_again"))
            let cookie = "lectern-session-\(visit.session.id)=1.\(visit.secret.text)"
            let later = try await server.get(
                "\(Self.path)?s=\(visit.session.id)",
                token: nil,
                headers: [("Cookie", cookie)]
            )
            #expect(later.status == 200)
        }
    }

    @Test func theWholeWayNeedsNoCookie() async throws {
        let fixture = try await VisitFixture.make()
        let other = try await fixture.world.makeLesson("Decimals")
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let first = try await server.get("\(Self.path)?launch=\(visit.ticket.text)", token: nil)
            var form = try #require(WebForm.all(in: first.text).first)
            #expect(form.action == Self.path)
            form.fields += [("lesson", fixture.world.lesson.id.description), ("text", "dec"), ("action", "search")]
            let second = try await server.post(form.action, form.fields.filter { $0.name != "text" || $0.value != "" })
            #expect(second.status == 200, "\(second.text)")
            form = try #require(WebForm.all(in: second.text).first)
            form.fields += [("lesson", other.id.description), ("action", "choose")]
            let answer = try await server.post(form.action, form.fields)
            #expect(
                try items(answer, fixture)
                    == [item(fixture.world.lesson, hasColumn: true), item(other, hasColumn: true)]
            )
        }
    }

    @Test func searchingKeepsWhatWasChosen() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let other = try await world.makeLesson("Über Dezimalzahlen", tags: ["math"])
        let third = try await world.makeLesson("Third", tags: ["art"])
        let visit = try await fixture.choosing()
        try await withServer(world) { server in
            let fields = [
                ("token", visit.token), ("text", "ÜBER"), ("tag", "math"), ("lesson", "\(world.lesson.id)"),
                ("lesson", "\(third.id)"), ("grade", "\(third.id)"), ("action", "search"),
            ]
            let page = try await server.post(Self.path, fields)
            #expect(page.status == 200, "\(page.text)")
            #expect(lessons(page) == [world.lesson, third, other].map(\.id.description), "kept ones come first")
            let ticked = inputs(page, "lesson").filter { $0["checked"] != nil }.compactMap { $0["value"] }
            #expect(ticked == [world.lesson, third].map(\.id.description))
            let graded = inputs(page, "grade").filter { $0["checked"] != nil }.compactMap { $0["value"] }
            #expect(graded == [third, other].map(\.id.description))
            #expect(inputs(page, "text").map { $0["value"] } == ["ÜBER"])
            let options = HTMLTag.all("option", in: page.text)
            #expect(options.map { $0["value"] } == ["", "art", "grade-5", "math"])
            #expect(options.filter { $0["selected"] != nil }.map { $0["value"] } == ["math"])
        }
    }

    /// With a mark behind it, or one of a few characters before it, a quote is another character for those who look at
    /// characters.
    @Test func whatPeopleWriteIsTextInThePage() async throws {
        let fixture = try await VisitFixture.make()
        let title = "<b>x\u{27}\u{301} onclick=1 \u{600}<\u{301}i"
        _ = try await fixture.world.makeLesson(title, tags: ["\u{600}<\u{fe0f}"])
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let page = try await server.post(Self.path, [("token", visit.token)])
            #expect(page.has("&lt;b&gt;x&#39;\u{301} onclick=1 \u{600}&lt;\u{301}i"))
            #expect(page.has("value=\"\u{600}&lt;\u{fe0f}\""))
            #expect(!page.has("<b>") && !page.has("\u{600}<") && !page.has("<\u{301}"))
            let fields = [("token", visit.token), ("text", "\u{600}\"\u{301} onclick=\"1\" <b>")]
            let search = try await server.post(Self.path, fields)
            #expect(search.has("value=\"\u{600}&quot;\u{301} onclick=&quot;1&quot; &lt;b&gt;\""))
        }
    }

    @Test func pagesFollowEachOther() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        for number in 1...(2 * DeepLinkingPicker.pageLength) { _ = try await world.makeLesson("L\(number)") }
        let visit = try await fixture.choosing()
        try await withServer(world) { server in
            var seen: Set<String> = []
            var button: String? = "1"
            var headings: [Bool] = []
            while let page = button {
                let answer = try await server.post(Self.path, [("token", visit.token), ("page", page)])
                seen.formUnion(lessons(answer))
                headings.append(answer.text.contains("of 41 lessons"))
                button = inputs(answer, "page").last { Int($0["value"] ?? "") ?? 0 > Int(page) ?? 0 }?["value"]
            }
            #expect(seen.count == 41)
            #expect(headings == [true, true, true])
            for page in ["4", "99999999999", "-1", "x"] {
                let answer = try await server.post(Self.path, [("token", visit.token), ("page", page)])
                #expect(answer.status == 200)
                #expect(!lessons(answer).isEmpty, "\(page)")
            }
        }
    }

    @Test func anEmptyListSaysWhy() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let none = try await server.post(Self.path, [("token", visit.token), ("text", "nothing like it")])
            #expect(none.text.contains("No lesson fits"))
            try await fixture.world.changeDirectory("UPDATE lessons SET published_version_id = NULL")
            let empty = try await server.post(Self.path, [("token", visit.token)])
            #expect(empty.text.contains("There are no published lessons yet"))
        }
    }

    @Test func previewOpensThePlayer() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let foreign = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        let visit = try await fixture.choosing()
        try await withServer(world) { server in
            func ask(_ lesson: LessonID, _ headers: [(String, String)] = []) async throws -> TestResponse {
                try await server.post(
                    Self.path,
                    [("token", visit.token), ("preview", lesson.description), ("action", "search")],
                    headers: headers
                )
            }
            let answer = try await ask(world.lesson.id, [("Accept", "application/json")])
            let url = try #require(try answer.json()["url"]?.string)
            let start = "/player/\(world.lesson.id)#token="
            #expect(url.hasPrefix(start))
            let data = "/api/public/lessons/\(world.lesson.id)/player-data"
            #expect(try await server.get(data, token: String(url.dropFirst(start.count))).status == 200)
            // Without a script the browser follows, in a tab of its own.
            let page = try await ask(world.lesson.id)
            #expect(page.status == 200)
            #expect(page.text.contains("lectern-body"))
            #expect(try await ask(foreign.id).status == 404)
            #expect(try await ask(.random(), [("Accept", "application/json")]).status == 404)
        }
    }
}

extension TestResponse {
    /// Whether the body has these bytes somewhere.
    func has(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }
}
