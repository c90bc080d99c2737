/// The names of the claims of LTI and its services.
enum Claim {
    static let messageType = "https://purl.imsglobal.org/spec/lti/claim/message_type"
    static let version = "https://purl.imsglobal.org/spec/lti/claim/version"
    static let deploymentID = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"
    static let targetLinkURI = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri"
    static let resourceLink = "https://purl.imsglobal.org/spec/lti/claim/resource_link"
    static let roles = "https://purl.imsglobal.org/spec/lti/claim/roles"
    static let context = "https://purl.imsglobal.org/spec/lti/claim/context"
    static let custom = "https://purl.imsglobal.org/spec/lti/claim/custom"
    static let toolPlatform = "https://purl.imsglobal.org/spec/lti/claim/tool_platform"
    static let launchPresentation = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation"
    static let legacy = "https://purl.imsglobal.org/spec/lti/claim/lti1p1"

    static let deepLinkingSettings = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
    static let contentItems = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"
    static let data = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
    static let errorMessage = "https://purl.imsglobal.org/spec/lti-dl/claim/errormsg"
    static let errorLog = "https://purl.imsglobal.org/spec/lti-dl/claim/errorlog"

    static let grades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    static let roster = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

    /// The version that all messages carry.
    static let supportedVersion = "1.3.0"
}
