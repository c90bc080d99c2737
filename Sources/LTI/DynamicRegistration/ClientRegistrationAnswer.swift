public import Model

/// What a platform answers to a registration (LTI rule Y4).
public struct ClientRegistrationAnswer: Sendable, Equatable {
    private static let claim = "https://purl.imsglobal.org/spec/lti-tool-configuration"
    private static let longestError = 300

    /// The platform's name for the tool.
    public let clientID: String
    /// The deployment that was made along with it, if one was.
    public let deploymentID: String?

    /// Reads an answer.
    ///
    /// - Throws: `LecternError` `invalid` with what the platform said, when it registered nothing.
    public init(status: Int, body: [UInt8]) throws(LecternError) {
        let node = JSONNode.answer(body, longest: PlatformConfiguration.longest)
        guard status == 200 || status == 201 else {
            throw .invalid("the platform refused with status \(status)" + Self.reason(node))
        }
        // Platforms with numeric client ids were seen to write them as numbers elsewhere.
        let number = node?["client_id"]?.integer.map { String($0) }
        guard let node, let clientID = node.text("client_id") ?? number, clientID.length <= 255 else {
            throw .invalid("the platform's answer has no client_id")
        }
        let tool = node[Self.claim]
        self.clientID = clientID
        deploymentID = tool?.text("deployment_id") ?? tool?["deployment_id"]?.integer.map { String($0) }
    }

    private static func reason(_ node: JSONNode?) -> String {
        let texts = [node?.text("error"), node?.text("error_description"), node?.text("message")].compactMap { $0 }
        guard !texts.isEmpty else { return "" }
        let scalars = texts.joined(separator: ": ").unicodeScalars
            .filter { $0.properties.generalCategory != .control }.prefix(longestError)
        return ": " + String(String.UnicodeScalarView(scalars))
    }
}
