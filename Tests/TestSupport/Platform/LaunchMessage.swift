/// A launch that a user of a platform makes: what its token will say.
package struct LaunchMessage: Sendable {
    /// Whether a link is opened or content is chosen.
    package enum Kind: String, Sendable { case link, deepLinking }
    /// What the token says of the grade services.
    package enum Grades: String, Sendable { case lineItem, lineItems, none }

    package static let instructor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
    package static let learner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"

    package var kind = Kind.link
    package var client: String
    package var deployment: String
    package var target: String
    package var user = "user-1"
    package var name = "Ada Lovelace"
    package var roles = [LaunchMessage.learner]
    package var context = "course-1"
    package var contextTitle = "Maths"
    package var link = "link-1"
    package var linkTitle = "Fractions"
    package var custom: [String: String] = [:]
    package var grades = Grades.lineItem
    package var hasRoster = true
    /// What is sent with the login under `lti_storage_target`.
    package var storageTarget: String?
    /// How many characters more the `lti_message_hint` has; nil for none.
    package var hintPadding: Int? = 0
    /// Changes the token before it is signed.
    package var change: @Sendable (inout TokenDraft) -> Void = { _ in }

    package init(client: String, deployment: String = "1", target: String) {
        self.client = client
        self.deployment = deployment
        self.target = target
    }

    package var isTeacher: Bool { roles.contains(Self.instructor) }
}
