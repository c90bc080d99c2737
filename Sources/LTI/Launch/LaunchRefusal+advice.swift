/// What people are told; nothing that tells an attacker more than the code does.
extension LaunchRefusal {
    /// What happened, in a sentence for the person who sees the page.
    public var explanation: String {
        switch self {
        case .badState, .replayed, .expired, .tooOld:
            "This link was opened before or has expired. Please start again from your course."
        case .browserMismatch:
            "Your browser did not keep what is needed to open this page here. Please start again from your course."
        case .platformKeysUnavailable:
            "Your learning platform does not answer at the moment. Please try again in a minute."
        case .platformError: "Your learning platform did not complete the sign-in."
        case .anonymousLaunch: "Your learning platform did not say who you are, so nothing can be recorded."
        case .choosingNotAllowed: "Only teachers and administrators of a course can choose content."
        case .platformInactive: "This connection to your learning platform has been switched off."
        default: "This page could not be opened from your learning platform. Its administrator can help."
        }
    }

    /// What the platform's administrator should check.
    public var advice: String {
        switch self {
        case .missingParameter: "The request lacks iss, login_hint, target_link_uri, state or id_token."
        case .duplicateField: "A field was sent twice; a proxy or a doubled query may be the cause."
        case .unknownPlatform: "Check that issuer and client id are registered here exactly as the platform sends them."
        case .ambiguousPlatform: "Let the platform send client_id or lti_deployment_id when it starts a login."
        case .platformInactive: "Ask the tool's administrator to switch the platform on again."
        case .badTarget: "The link's target URL must be one of this tool."
        case .platformError: "See the platform's own error; redirect URI, login and cookies there are the usual causes."
        case .badToken, .tokenTooLarge: "id_token must be a signed JSON Web Token of at most 256 KiB."
        case .badState, .replayed: "Start the launch from the course again; a page that was reloaded cannot be reused."
        case .browserMismatch: "Cookies may be blocked: allow platform storage, or open the link in a new window."
        case .badAlgorithm, .criticalHeader: "Tokens must be signed with RS256 and no critical extensions."
        case .missingKeyID, .unknownKey: "The token's kid must be in the key set whose URL is registered here."
        case .platformKeysUnavailable: "The key set URL must answer within five seconds from this server."
        case .badSignature: "The token was not signed with the key of its kid; check the key set URL."
        case .wrongIssuer, .wrongAudience, .foreignAudience, .wrongParty:
            "Issuer, audience and authorized party of the token must be those registered here."
        case .badTimes, .expired, .notYetValid, .tooOld: "Check the platform's clock; exp and iat must be numbers."
        case .badNonce: "The token must repeat the nonce of the login."
        case .badVersion, .unsupportedMessage: "Resource link and deep linking messages of LTI 1.3.0 are supported."
        case .badDeployment, .unknownDeployment, .wrongDeployment:
            "Check the deployment id, and that it is registered here."
        case .badResourceLink: "A resource link launch needs a resource_link claim with an id."
        case .badRoles: "The roles claim must be a list of texts."
        case .anonymousLaunch: "Let the platform send the user's id (sub)."
        case .badSubject: "The user's id (sub) must be a text of 1 to 255 characters."
        case .badDeepLinking: "deep_linking_settings needs deep_link_return_url (https) and accept_types."
        case .choosingNotAllowed: "The roles claim names no teaching role in this course."
        }
    }
}
