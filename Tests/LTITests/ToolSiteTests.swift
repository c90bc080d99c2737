import LTI
import Model
import Testing

@Suite struct ToolSiteTests {
    private let lesson = LessonID(high: 1, low: 2)

    @Test(arguments: [
        ("https://lectern.test", "https://lectern.test"), ("https://lectern.test/", "https://lectern.test"),
        ("https://x.example/tool/", "https://x.example/tool"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ])
    func URLsStartWithTheBase(base: String, start: String) throws {
        let site = try #require(ToolSite(base: base))
        #expect(site.loginURL == start + "/lti/login")
        #expect(site.launchURL == start + "/lti/launch")
        #expect(site.keySetURL == start + "/lti/jwks.json")
        #expect(site.registrationURL == start + "/lti/register")
        for end in ["", "?a=1", "/", "/?a=1"] {
            let target = try #require(site.target(site.lessonURL(lesson) + end))
            #expect(site.lesson(in: target) == lesson)
        }
    }

    @Test(arguments: ["", "lectern.test", "https://lectern.test?x", "https://lectern.test/#x", "ftp://x"])
    func otherBasesAreNone(base: String) {
        #expect(ToolSite(base: base) == nil)
    }

    @Test(arguments: [
        "/lti/launch", "/lti/lessons/", "/lti/lessons//", "/lti/lessons/x",
        "/lti/lessons/00000000-0000-0001-0000-000000000002/x",
        "/lti/lessons/00000000-0000-0001-0000-000000000002//",
        "/x/lti/lessons/00000000-0000-0001-0000-000000000002",
    ])
    func otherTargetsNameNoLesson(path: String) throws {
        let site = try TestSite.make()
        #expect(site.lesson(in: try #require(site.target(site.base + path))) == nil)
    }
}
