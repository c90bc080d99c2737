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
    func everyTemplateIsOneWholePage(template: LTITemplate) async throws {
        let title = "<b>\"&'"
        let response = pages.response(template, ["title": title])
        let writer = PageWriter()
        try await response.body.write(writer)
        let page = String(buffer: writer.page)
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.ranges(of: "</html>").count == 1, "\(page)")
        #expect(page.contains("<title>&lt;b&gt;&quot;&amp;&#39;</title>"))
        #expect(!page.contains(title))
        #expect(!page.contains("{{"))
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

/// Keeps what a body consists of.
private final class PageWriter: ResponseBodyWriter {
    private(set) var page = ByteBuffer()

    func write(_ buffer: ByteBuffer) {
        page.writeImmutableBuffer(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
