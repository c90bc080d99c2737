import LTI
import Testing

@testable import Gateway

/// What is known of products, and what their administrators are told.
@Suite struct LMSGuideTests {
    @Test(arguments: LMSProduct.allCases)
    func everyGuideNamesTheAddressesOfTheTool(lms: LMSProduct) throws {
        let site = try #require(ToolSite(base: "https://lectern.test/tool"))
        let guide = LMSGuide(lms, for: site)
        let values = guide.fields.map(\.value)
        for url in [site.loginURL, site.launchURL, site.keySetURL] { #expect(values.contains(url), "\(url)") }
        let lists = [guide.fields, guide.services, guide.privacy, guide.custom]
        #expect(lists.allSatisfy { !$0.isEmpty })
        #expect(lists.joined().allSatisfy { !$0.label.isEmpty && !$0.value.isEmpty })
        #expect(!guide.steps.isEmpty && !guide.answers.isEmpty)
        #expect(guide.command.hasPrefix("lectern platform add --organization ORGANIZATION-ID --name NAME --lms "))
        // The example gives what must be given.
        #expect(guide.command.contains("--client-id "))
        #expect(guide.command.contains("--site ") == lms.needsSite)
        #expect(guide.command.contains("--deployment-id ") != lms.learnsDeployments)
    }

    @Test func canvasIsAskedForOneAddress() throws {
        let site = try #require(ToolSite(base: "https://lectern.test"))
        let values = LMSGuide(.canvas, for: site).fields.map(\.value)
        #expect(values.contains("https://lectern.test/lti/canvas.json"))
    }

    struct Known: Sendable, CustomTestStringConvertible {
        let lms: LMSProduct
        let site: String?
        let endpoints: LMSEndpoints
        var testDescription: String { "\(lms) \(site ?? "")" }
    }

    static let known: [Known] = [
        Known(lms: .canvas, site: nil, endpoints: canvas("")),
        Known(lms: .canvas, site: "https://school.instructure.com", endpoints: canvas("")),
        Known(lms: .canvas, site: "https://school.beta.instructure.com/", endpoints: canvas(".beta")),
        Known(lms: .canvas, site: "https://canvas.test.instructure.com", endpoints: canvas(".test")),
        Known(
            lms: .canvas,
            site: "https://canvas.school.test/",
            endpoints: LMSEndpoints(
                issuer: "https://canvas.school.test",
                authEndpoint: "https://canvas.school.test/api/lti/authorize_redirect",
                tokenEndpoint: "https://canvas.school.test/login/oauth2/token",
                keySetURL: "https://canvas.school.test/api/lti/security/jwks"
            )
        ),
        Known(
            lms: .moodle,
            site: "https://school.test/moodle/",
            endpoints: LMSEndpoints(
                issuer: "https://school.test/moodle",
                authEndpoint: "https://school.test/moodle/mod/lti/auth.php",
                tokenEndpoint: "https://school.test/moodle/mod/lti/token.php",
                keySetURL: "https://school.test/moodle/mod/lti/certs.php"
            )
        ),
        Known(
            lms: .blackboard,
            site: nil,
            endpoints: LMSEndpoints(
                issuer: "https://blackboard.com",
                authEndpoint: "https://developer.blackboard.com/api/v1/gateway/oidcauth",
                tokenEndpoint: "https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken",
                keySetURL: "https://developer.blackboard.com/api/v1/management/applications/client-1/jwks.json"
            )
        ),
        Known(
            lms: .brightspace,
            site: "https://school.brightspace.com",
            endpoints: LMSEndpoints(
                issuer: "https://school.brightspace.com",
                authEndpoint: "https://school.brightspace.com/d2l/lti/authenticate",
                tokenEndpoint: "https://auth.brightspace.com/core/connect/token",
                tokenAudience: "https://api.brightspace.com/auth/token",
                keySetURL: "https://school.brightspace.com/d2l/.well-known/jwks"
            )
        ),
        Known(
            lms: .sakai,
            site: "https://sakai.test",
            endpoints: LMSEndpoints(
                issuer: "https://sakai.test",
                authEndpoint: "https://sakai.test/imsoidc/lti13/oidc_auth",
                keySetURL: "https://sakai.test/imsblis/lti13/keyset"
            )
        ),
    ]

    private static func canvas(_ environment: String) -> LMSEndpoints {
        LMSEndpoints(
            issuer: "https://canvas\(environment).instructure.com",
            authEndpoint: "https://sso\(environment).canvaslms.com/api/lti/authorize_redirect",
            tokenEndpoint: "https://sso\(environment).canvaslms.com/login/oauth2/token",
            keySetURL: "https://sso\(environment).canvaslms.com/api/lti/security/jwks"
        )
    }

    @Test(arguments: known)
    func endpointsFollowFromTheProduct(known: Known) {
        #expect(LMSEndpoints(known.lms, site: known.site, clientID: "client-1") == known.endpoints)
    }

    @Test(arguments: [
        ("canvas", LMSProduct.canvas), ("moodle", .moodle), ("BlackboardLearn", .blackboard),
        ("desire2learn", .brightspace), ("sakai", .sakai), ("openedx", nil),
    ])
    func productCodesNameProducts(code: String, lms: LMSProduct?) {
        #expect(LMSProduct(product: code) == lms)
    }
}
