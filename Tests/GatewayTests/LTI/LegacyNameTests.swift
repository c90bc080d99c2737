import Credentials
import Directory
import Foundation
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

/// What users and links were called under LTI 1.1 (LTI rule M1).
@Suite(.timeLimit(.minutes(3)))
struct LegacyNameTests {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/lti1p1"

    /// The claim with a proof under a secret.
    private static func legacy(_ draft: TokenDraft, secret: String) -> String {
        func text(_ name: String) -> String { draft.claims[name]?.trimmingCharacters(in: ["\""]) ?? "" }
        let signed = [
            TestKeys.legacyKey, text(TokenDraft.lti + "deployment_id"), text("iss"), LaunchScene.client, text("exp"),
            text("nonce"),
        ].joined(separator: "&")
        let proof = HMACKey(SecretBytes(Array(secret.utf8))).code(for: Array(signed.utf8)).withBytes {
            Data($0).base64EncodedString()
        }
        return """
            {"user_id":"old-user","resource_link_id":"old-link","oauth_consumer_key":"\(TestKeys.legacyKey)",\
            "oauth_consumer_key_sign":"\(proof)"}
            """
    }

    private func names(_ scene: LaunchScene, secret: String) async throws -> [LegacyName] {
        var message = scene.message()
        message.change = { $0.claims[Self.claim] = Self.legacy($0, secret: secret) }
        for _ in 0..<2 {
            let page = try await scene.launch(message, in: scene.browser())
            try scene.expectShown(page, message)
        }
        return try await scene.world.directory.legacyNames.list(
            platform: scene.record.id,
            organization: scene.world.organization
        )
    }

    @Test func provedNamesAreRecordedOnce() async throws {
        try await withScene { scene in
            let names = try await names(scene, secret: TestKeys.legacySecret)
            #expect(names.map(\.kind) == [.user, .link])
            #expect(names.map(\.legacyName) == ["old-user", "old-link"])
            #expect(names.map(\.name) == [scene.message().user, scene.message().link])
            #expect(names.allSatisfy { $0.consumerKey == TestKeys.legacyKey })
            let others = try await scene.world.directory.legacyNames.list(
                platform: scene.record.id,
                organization: .random()
            )
            #expect(others == [])
        }
    }

    @Test func namesWithoutAProofAreIgnored() async throws {
        try await withScene { scene in
            let names = try await names(scene, secret: "another secret")
            #expect(names == [])
        }
    }
}
