import Model
import TestSupport
import Testing

@testable import Credentials
@testable import LTI

/// What a launch tells once it is valid.
@Suite struct LaunchTests {
    private static let lti = TokenDraft.lti

    @Test func everythingIsRead() throws {
        var draft = LaunchDraft()
        draft.token.claims[Self.lti + "custom"] = #"{"lesson":"a","n":1.50,"yes":true,"none":null,"list":[1]}"#
        draft.token.claims[Self.lti + "launch_presentation"] =
            #"{"document_target":"iframe","return_url":"https://lms.example/back","locale":"de"}"#
        draft.token.claims[Self.lti + "tool_platform"] =
            #"{"guid":"g","name":"Hill","product_family_code":"moodle","version":"4.5"}"#
        draft.token.claims[TokenDraft.grades] = """
            {"scope":["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
             "lineitems":"https://lms.example/c/1/items?x=1","lineitem":"https://lms.example/c/1/items/2?x=1"}
            """
        draft.token.claims[TokenDraft.roster] =
            #"{"context_memberships_url":"https://lms.example/m","service_versions":["2.0"]}"#
        let launch = try draft.run()
        #expect(launch.deploymentID == "1")
        #expect(!launch.isNewDeployment)
        #expect(launch.user?.subject == "user-1")
        #expect(launch.user?.displayName == "Ada Lovelace")
        #expect(launch.user?.email == "6@lms.example")
        #expect(launch.locale == "de", "of the page, before the user's")
        #expect(launch.context?.id == "course-1")
        #expect(launch.context?.title == "Maths")
        #expect(launch.custom.pairs.map(\.name) == ["lesson", "n", "yes"])
        #expect(launch.custom.pairs.map(\.value) == ["a", "1.50", "true"])
        #expect(launch.custom["lesson"] == "a")
        #expect(launch.custom["none"] == nil)
        #expect(launch.platform?.productFamilyCode == "moodle")
        #expect(launch.grades?.allows(.score) == true)
        #expect(launch.grades?.allows(.lineItem) == false)
        #expect(launch.grades?.lineItem?.text == "https://lms.example/c/1/items/2?x=1")
        #expect(launch.roster?.memberships.text == "https://lms.example/m")
        #expect(launch.target.path == "/lti/launch")
        #expect(launch.roles.isLearner && !launch.roles.isInstructor)
        guard case .resourceLink(let link) = launch.message else {
            Issue.record("another message")
            return
        }
        #expect(link.id == "link-1")
        #expect(link.title == "Fractions")
    }

    @Test func whatIsMissingIsAbsent() throws {
        var draft = LaunchDraft()
        draft.token.claims[Self.lti + "context"] = #"{"title":"no id"}"#
        draft.token.claims["name"] = nil
        draft.token.claims["family_name"] = "7"
        draft.token.claims[Self.lti + "launch_presentation"] = #"{"locale":7}"#
        draft.token.claims[TokenDraft.roster] = nil
        draft.token.claims[TokenDraft.grades] =
            #"{"scope":[],"lineitems":"javascript:x","lineitem":7}"#
        let launch = try draft.run()
        #expect(launch.context == nil)
        #expect(launch.user?.displayName == "Ada")
        #expect(launch.grades == nil)
        #expect(launch.roster == nil)
        #expect(launch.locale == "en", "the user's")
        #expect(launch.legacy == nil)
    }

    @Test func anUnknownDeploymentIsToBeStored() throws {
        var draft = LaunchDraft()
        draft.deployments = Deployments(["1"], policy: .learn)
        #expect(try !draft.run().isNewDeployment)
        draft.token.claims.set(Self.lti + "deployment_id", "2")
        #expect(try draft.run().isNewDeployment)
    }

    @Test func anonymousUsersAreNobody() throws {
        var draft = LaunchDraft()
        draft.allowsAnonymous = true
        draft.token.claims["sub"] = nil
        #expect(try draft.run().user == nil)
    }

    @Test func usersDifferInCaseAndBytes() throws {
        var draft = LaunchDraft()
        draft.token.claims.set("sub", "USER-1")
        let upper = try #require(try draft.run().user?.subject)
        #expect(ExactText(upper) != ExactText("user-1"))
        draft.token.claims.set("sub", "e\u{301}")
        let accent = try #require(try draft.run().user?.subject)
        #expect(accent == "\u{E9}", "as strings they are equal")
        #expect(ExactText(accent) != ExactText("\u{E9}"))
        #expect(Set([ExactText(accent), ExactText("\u{E9}"), ExactText(accent)]).count == 2)
    }

    // MARK: LTI 1.1

    private static let secret = SecretBytes("secret-1".utf8)

    private func draft(sign: String?) -> LaunchDraft {
        var draft = LaunchDraft()
        let proof = sign.map { #","oauth_consumer_key_sign":"\#($0)""# } ?? ""
        draft.token.claims[Claim.legacy] =
            #"{"user_id":"34","context_id":"c11","resource_link_id":"r11","oauth_consumer_key":"179248902"\#(proof)}"#
        return draft
    }

    private func sign(_ text: String, with secret: SecretBytes = LaunchTests.secret) -> String {
        let bytes = HMACKey(secret).code(for: Array(text.utf8)).withBytes { Array($0) }
        return Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/") + "="
    }

    private var signed: String {
        "179248902&1&https://lms.example&client-1&\(TestTime.second + 60)&nonce-of-the-login"
    }

    @Test func provedNamesAreTaken() throws {
        let launch = try draft(sign: sign(signed)).run { $0 == "179248902" ? Self.secret : nil }
        #expect(launch.legacy?.userID == "34")
        #expect(launch.legacy?.contextID == "c11")
        #expect(launch.legacy?.resourceLinkID == "r11")
        #expect(launch.legacy?.consumerKey == "179248902")
    }

    @Test func otherNamesAreIgnoredAndTheLaunchGoesOn() throws {
        let wrong = [nil, "", "x", sign(signed + "x"), sign(signed, with: SecretBytes("other".utf8)), "===="]
        for sign in wrong {
            #expect(try draft(sign: sign).run { _ in Self.secret }.legacy == nil)
        }
        #expect(try draft(sign: sign(signed)).run { _ in nil }.legacy == nil)
        var moved = draft(sign: sign(signed))
        moved.token.claims.set(Self.lti + "deployment_id", "2")
        #expect(try moved.run { _ in Self.secret }.legacy == nil, "signed for another deployment")
    }

    /// The specification's own example of the signature.
    @Test func thePublishedExampleIsRight() {
        let text = "179248902&689302&https://lmsvendor.com&PM48OJSfGDTAzAo&1551290856&172we8671fd8z"
        #expect(sign(text, with: SecretBytes("my-lti11-secret".utf8)) == "lWd54kFo5qU7xshAna6v8BwoBm6tmUjc6GTax6+12ps=")
    }
}
