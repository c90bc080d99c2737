import HTTPTypes
import HummingbirdCore
import LTI
import Model
import NIOCore
import Testing

@testable import Gateway

/// The pages that platforms' people see.
@Suite struct LTIPagesTests {
    private let pages = LTIPages(publicURL: "https://lectern.example.org/tool")

    @Test(arguments: LTITemplate.allCases)
    func everyTemplateIsOneWholePage(template: LTITemplate) throws {
        let response = pages.response(template, ["title": "A <b> & \"c\""])
        let length = try #require(response.body.contentLength)
        #expect(length > 200)
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.headers[.referrerPolicy] == "no-referrer")
        #expect(!response.headers.contains { $0.name.canonicalName == "x-frame-options" })
        let policy = try #require(response.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("frame-ancestors"))
        #expect(!policy.contains("unsafe"))
    }

    @Test func aFormMayLeaveForItsTargetOnly() throws {
        let leaving = pages.response(.login, [:], formTarget: "https://lms.example.org")
        #expect(
            try #require(leaving.headers[.contentSecurityPolicy])
                .contains("form-action 'self' https://lms.example.org https:")
        )
        let staying = pages.response(.login, [:])
        #expect(try #require(staying.headers[.contentSecurityPolicy]).hasSuffix("form-action 'self'"))
    }

    @Test func eachPageHasANonceOfItsOwn() {
        let policies = (0..<20).map { _ in pages.response(.failure, [:]).headers[.contentSecurityPolicy] }
        #expect(Set(policies).count == 20)
    }
}
