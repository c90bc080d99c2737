package import LTI

/// The launches whose outcome the token decides (LTI rules, section 14): the validator and a whole gateway, over sockets,
/// must agree about each.
package enum LaunchTable {
    /// What a row changes in a launch that is right, and what becomes of it.
    package struct Row: Sendable, CustomStringConvertible {
        package typealias Change = @Sendable (inout TokenDraft) -> Void

        /// The ids of section 14, where it has the launch, and what is special about it.
        package let description: String
        /// Why it is refused; nil for a launch that is shown.
        package let refusal: LaunchRefusal?
        package var kind = LaunchMessage.Kind.link
        /// Whether the login has named the deployment of the token that is right.
        package var loginNamesDeployment = true
        package var allowsAnonymous = false
        /// What the platform publishes; it signs with the first.
        package var keys = [LMSKey("key-1", LMSKey.first)]
        /// Members of the platform's key set beside the keys.
        package var otherKeys: [String] = []
        package let change: Change

        package init(_ description: String, _ refusal: LaunchRefusal? = nil, _ change: @escaping Change = { _ in }) {
            self.description = description
            self.refusal = refusal
            self.change = change
        }

        /// Makes the message of a row: content is chosen by teachers.
        package func prepare(_ message: inout LaunchMessage) {
            message.kind = kind
            if kind == .deepLinking { message.roles = [LaunchMessage.instructor] }
            message.change = change
        }

        /// The same with something beside the token changed.
        func with(_ change: (inout Row) -> Void) -> Row {
            var row = self
            change(&row)
            return row
        }
    }

    static let lti = TokenDraft.lti
    static let roles = TokenDraft.lti + "roles"

    /// A row that chooses content.
    package static func choice(
        _ description: String,
        _ refusal: LaunchRefusal? = nil,
        _ change: @escaping Row.Change = { _ in }
    ) -> Row {
        Row(description, refusal, change).with { $0.kind = .deepLinking }
    }
}
