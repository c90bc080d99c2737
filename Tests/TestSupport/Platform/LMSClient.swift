/// A tool as a platform has it registered.
package struct LMSClient: Sendable {
    package let id: String
    package var deployments: [String]
    /// Compared byte for byte.
    package var redirectURIs: [String]
    package var loginURL: String
    package var keySetURL: String

    /// The tool at a base URL.
    package init(_ id: String, deployments: [String] = ["1"], tool: String) {
        self.id = id
        self.deployments = deployments
        redirectURIs = ["\(tool)/lti/launch"]
        loginURL = "\(tool)/lti/login"
        keySetURL = "\(tool)/lti/jwks.json"
    }
}
