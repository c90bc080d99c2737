import Directory
import Model

/// A launch whose score is to be sent.
enum DeliverySample {
    private static let digest = String(repeating: "0", count: 64)

    /// The login of a launch.
    static func login(_ state: String, platform: String, at now: Timestamp) -> StoredLogin {
        StoredLogin(
            state: state,
            nonce: state,
            platformID: platform,
            targetLinkURI: "https://lectern.example/lti/launch",
            binding: digest,
            createdAt: now
        )
    }

    /// A learner's launch of a link with a line item.
    static func entry(
        _ state: String,
        platform: String,
        organization: OrganizationID,
        lesson: LessonID
    ) -> LaunchEntry {
        LaunchEntry(
            state: state,
            platformID: platform,
            organization: organization,
            deploymentID: "1",
            user: "user\u{7}1",
            context: .init(id: "course-1", title: "Course"),
            link: .init(id: "link-1", title: "Link"),
            lesson: lesson,
            purpose: .lesson,
            role: .learner,
            lineItem: "https://lms.example.org/items/1",
            gradeScopes: ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            details: JSONText(trusted: "{}"),
            ticketDigest: digest,
            secretDigest: digest,
            lifetimeSeconds: 3_600
        )
    }
}
