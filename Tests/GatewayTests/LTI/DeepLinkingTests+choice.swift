import Directory
import LTI
import Model
import TestSupport
import Testing

/// What the platform gets of a choice (LTI rules D3, D4).
extension DeepLinkingTests {
    @Test func theAnswerHasWhatWasChosen() async throws {
        let fixture = try await VisitFixture.make()
        let world = fixture.world
        let other = try await world.makeLesson("Decimals")
        let visit = try await fixture.choosing()
        try await withServer(world) { server in
            let fields = [
                ("token", visit.token), ("lesson", "\(other.id)"), ("lesson", "\(world.lesson.id)"),
                ("lesson", "\(other.id)"), ("grade", "\(world.lesson.id)"), ("action", "choose"),
            ]
            let page = try await server.post(Self.path, fields)
            #expect(page.status == 200, "\(page.text)")
            #expect(page["Content-Security-Policy"]?.contains("form-action 'self' \(VisitFixture.issuer)") == true)
            let payload = try payload(page, fixture)
            #expect(payload["iss"]?.string == "client-1")
            #expect(payload["aud"]?.string == VisitFixture.issuer)
            #expect(payload["iat"]?.integer == Int(world.clock.now.seconds))
            #expect(payload["https://purl.imsglobal.org/spec/lti/claim/deployment_id"]?.string == "2")
            #expect(payload[Self.claim + "data"]?.textString == #""opaque \u0026 \/ data""#, "byte for byte")
            #expect(payload[Self.claim + "errormsg"] == nil)
            #expect(try items(page, fixture) == [item(other, hasColumn: false), item(world.lesson, hasColumn: true)])
        }
    }

    @Test(arguments: [("true", true), (nil, true), ("false", false)] as [(String?, Bool)])
    func columnsGoWhereTheyAreTaken(value: String?, isSent: Bool) async throws {
        let fixture = try await VisitFixture.make()
        let lesson = fixture.world.lesson
        let visit = try await fixture.choosing(["accept_lineitem": value, "accept_multiple": "false"])
        try await withServer(fixture.world) { server in
            let page = try await server.post(Self.path, [("token", visit.token)])
            #expect(inputs(page, "grade").count == (isSent ? 1 : 0))
            let fields = [("token", visit.token), ("grade", "\(lesson.id)"), ("choose", "\(lesson.id)")]
            let answer = try await server.post(Self.path, fields)
            #expect(try items(answer, fixture) == [item(lesson, hasColumn: isSent)])
        }
    }

    @Test func aLessonWithoutQuestionsHasNoColumn() async throws {
        let fixture = try await VisitFixture.make()
        let text = #"{"title":"Read","sections":[{"title":"S","steps":[{"title":"P"}]}]}"#
        let lesson = try await fixture.world.directory.lessons.importFile(
            Array(text.utf8),
            organization: fixture.world.organization,
            publish: true,
            actor: "test"
        ).lesson
        let visit = try await fixture.choosing()
        try await withServer(fixture.world) { server in
            let page = try await server.post(Self.path, [("token", visit.token), ("text", "read")])
            #expect(page.text.contains("1 step · nothing scored"))
            #expect(inputs(page, "grade").isEmpty)
            let fields = [
                ("token", visit.token), ("lesson", "\(lesson)"), ("grade", "\(lesson)"), ("action", "choose"),
            ]
            let answer = try await server.post(Self.path, fields)
            #expect(try items(answer, fixture).map { $0.contains("lineItem") } == [false])
        }
    }

    @Test func goingBackIsAnEmptyAnswer() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing(["data": nil])
        try await withServer(fixture.world) { server in
            let fields = [("token", visit.token), ("lesson", "\(fixture.world.lesson.id)"), ("action", "cancel")]
            let payload = try payload(try await server.post(Self.path, fields), fixture)
            #expect(payload[Self.claim + "content_items"]?.textString == "[]")
            #expect(payload[Self.claim + "data"] == nil)
            #expect(payload[Self.claim + "errormsg"] == nil)
        }
    }

    @Test func aPlatformThatTakesNoLinksIsTold() async throws {
        let fixture = try await VisitFixture.make()
        let visit = try await fixture.choosing(["accept_types": #"["file","html"]"#])
        try await withServer(fixture.world) { server in
            let lesson = ("lesson", "\(fixture.world.lesson.id)")
            for fields in [[("token", visit.token)], [("token", visit.token), lesson, ("action", "choose")]] {
                let page = try await server.post(Self.path, fields)
                #expect(page.status == 200)
                #expect(page.text.contains("does not take links to lessons"))
                #expect(lessons(page).isEmpty)
            }
            let answer = try await server.post(Self.path, [("token", visit.token), ("action", "cancel")])
            let payload = try payload(answer, fixture)
            #expect(payload[Self.claim + "content_items"]?.textString == "[]")
            #expect(payload[Self.claim + "errormsg"]?.string?.isEmpty == false)
        }
    }
}
