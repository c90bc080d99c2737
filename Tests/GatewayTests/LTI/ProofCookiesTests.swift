import HTTPTypes
import LTI
import Model
import Testing

@testable import Gateway

/// The cookies that bind logins and sessions to browsers.
@Suite struct ProofCookiesTests {
    private let cookies = ProofCookies(basePath: "")
    private let now = Timestamp(seconds: 1_750_000_000)

    private func set(_ id: String, beside header: String? = nil, at second: Int64 = 1_750_000_000) -> [String] {
        var headers: HTTPFields = [:]
        var request: HTTPFields = [:]
        request[.cookie] = header
        cookies.set(
            .login,
            id,
            .random(),
            lifetimeSeconds: 600,
            now: Timestamp(seconds: second),
            beside: RequestCookies(request),
            &headers
        )
        return headers[values: .setCookie]
    }

    @Test func aCookieIsForItsPathAndForFramesOfOtherSites() throws {
        let text = try #require(set("state-of-this-login").first)
        #expect(text.hasPrefix("lectern-login-state-of-this-lo=1750000000."))
        for attribute in [
            "Max-Age=600", "Path=/lti", "HttpOnly", "Secure", "SameSite=None", "Partitioned",
        ] {
            #expect(text.contains("; \(attribute)"))
        }
    }

    @Test func itsSecretIsFoundByTheLoginAlone() throws {
        let pair = try #require(set("first-login-state").first?.split(separator: ";").first)
        let request: HTTPFields = [.cookie: "other=1; \(pair); lectern-login-x"]
        #expect(cookies.secret(.login, "first-login-state", in: RequestCookies(request)) != nil)
        #expect(cookies.secret(.login, "other-login-state", in: RequestCookies(request)) == nil)
        #expect(cookies.secret(.session, "first-login-state", in: RequestCookies(request)) == nil)
    }

    @Test(arguments: ["", "1750000000.", "1750000000.short", "nothing", "1750000000.a b"])
    func whatIsNoSecretIsNone(value: String) {
        let request: HTTPFields = [.cookie: "lectern-login-first-login-stat=\(value)"]
        #expect(cookies.secret(.login, "first-login-state", in: RequestCookies(request)) == nil)
    }

    @Test func ofManyTheOldestAreDeleted() {
        let older = (0..<12).map { "lectern-login-number-\($0)=\(1_749_999_000 + $0).secret" }.joined(separator: "; ")
        let set = set("the-newest-of-all", beside: older)
        let deleted = set.filter { $0.contains("Max-Age=0") }.map { $0.prefix { $0 != "=" } }
        #expect(deleted.sorted() == ["lectern-login-number-0", "lectern-login-number-1", "lectern-login-number-2"])
        #expect(set.count == 4)
    }

    @Test func underAPathThePathIsTheCookies() throws {
        var headers: HTTPFields = [:]
        ProofCookies(basePath: "/tool").delete(.login, "state", &headers)
        #expect(try #require(headers[.setCookie]).contains("Path=/tool/lti"))
    }
}
