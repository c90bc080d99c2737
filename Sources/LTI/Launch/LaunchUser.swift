import Model

/// The user of a launch, with as much as the platform tells (LTI rules V18, V19).
public struct LaunchUser: Sendable, Equatable {
    /// The platform's id of the user, compared byte for byte.
    public let subject: String
    /// The full name.
    public let name: String?
    /// The given name.
    public let givenName: String?
    /// The family name.
    public let familyName: String?
    /// The e-mail address.
    public let email: String?

    /// Reads the claims; nil without a subject, where that is allowed.
    ///
    /// - Throws: ``LaunchRefusal`` `anonymous_launch`, `bad_subject`.
    init?(_ payload: JSONNode, mayBeAnonymous: Bool) throws(LaunchRefusal) {
        guard let node = payload.present("sub") else {
            guard mayBeAnonymous else { throw .anonymousLaunch }
            return nil
        }
        guard let subject = node.cleanString, (1...255).contains(subject.length) else { throw .badSubject }
        self.subject = subject
        name = payload.text("name")
        givenName = payload.text("given_name")
        familyName = payload.text("family_name")
        email = payload.text("email")
    }

    /// The name to show: the full one, else what there is of its parts.
    public var displayName: String? {
        if let name { return name }
        let parts = [givenName, familyName].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
