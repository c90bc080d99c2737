/// Why a login or launch is refused; the raw value is the code that people and logs are shown.
public enum LaunchRefusal: String, Error, Sendable, CaseIterable {
    // MARK: Requests

    /// A field that must be there is missing or empty.
    case missingParameter = "missing_parameter"
    /// A field is there twice.
    case duplicateField = "duplicate_field"
    /// No registration has this issuer and client id.
    case unknownPlatform = "unknown_platform"
    /// Several registrations could be meant.
    case ambiguousPlatform = "ambiguous_platform"
    /// The registration is switched off.
    case platformInactive = "platform_inactive"
    /// What is to be opened is not on the tool's own origin.
    case badTarget = "bad_target"
    /// The platform sent an error in place of a token.
    case platformError = "platform_error"
    /// The token is not of the form of a signed token.
    case badToken = "bad_token"
    /// The token is longer than any that is looked at.
    case tokenTooLarge = "token_too_large"

    // MARK: The login that the launch belongs to

    /// No live login has this state.
    case badState = "bad_state"
    /// Another browser began the login, or this one has lost the proof.
    case browserMismatch = "browser_mismatch"
    /// The login was used already.
    case replayed

    // MARK: The token, before its signature is known to be right

    /// The algorithm is not RS256.
    case badAlgorithm = "bad_algorithm"
    /// The header does not name its key.
    case missingKeyID = "missing_key_id"
    /// The header demands what we do not understand.
    case criticalHeader = "critical_header"
    /// The issuer is not that of the login's registration.
    case wrongIssuer = "wrong_issuer"
    /// The audience does not name the tool as registered.
    case wrongAudience = "wrong_audience"
    /// The platform's key set has no such key.
    case unknownKey = "unknown_key"
    /// The platform's key set cannot be had.
    case platformKeysUnavailable = "platform_keys_unavailable"
    /// The signature is not that of the key.
    case badSignature = "bad_signature"

    // MARK: The token, signed by the platform

    /// A time is missing or no number.
    case badTimes = "bad_times"
    /// The token's time is over.
    case expired
    /// The token was issued in the future, or is for later.
    case notYetValid = "not_yet_valid"
    /// The token was issued too long ago.
    case tooOld = "too_old"
    /// The token is for others, too.
    case foreignAudience = "foreign_audience"
    /// The token was made for another party.
    case wrongParty = "wrong_party"
    /// The nonce is not the login's.
    case badNonce = "bad_nonce"

    // MARK: The message

    /// It is not LTI 1.3.
    case badVersion = "bad_version"
    /// Its message type is not supported.
    case unsupportedMessage = "unsupported_message"
    /// The deployment id is missing or malformed.
    case badDeployment = "bad_deployment"
    /// The deployment is not known in this registration.
    case unknownDeployment = "unknown_deployment"
    /// The deployment is not the one that the login named.
    case wrongDeployment = "wrong_deployment"
    /// The resource link is missing or malformed.
    case badResourceLink = "bad_resource_link"
    /// The roles are missing or malformed.
    case badRoles = "bad_roles"
    /// There is no user, and the registration does not allow that.
    case anonymousLaunch = "anonymous_launch"
    /// The user's id is malformed.
    case badSubject = "bad_subject"
    /// The deep linking settings are missing or malformed.
    case badDeepLinking = "bad_deep_linking"
    /// The user's role may not choose content.
    case choosingNotAllowed = "choosing_not_allowed"

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .missingParameter, .duplicateField, .unknownPlatform, .ambiguousPlatform, .badTarget, .badToken,
            .badVersion, .unsupportedMessage, .badDeployment, .badResourceLink, .badRoles, .badSubject, .badDeepLinking:
            400
        case .platformError, .badState, .browserMismatch, .replayed, .badAlgorithm, .missingKeyID, .criticalHeader,
            .wrongIssuer, .wrongAudience, .unknownKey, .badSignature, .badTimes, .expired, .notYetValid, .tooOld,
            .foreignAudience, .wrongParty, .badNonce, .wrongDeployment, .anonymousLaunch:
            401
        case .platformInactive, .unknownDeployment, .choosingNotAllowed: 403
        case .tokenTooLarge: 413
        case .platformKeysUnavailable: 503
        }
    }

    /// Whether the login record must be consumed although the launch is refused (V1, V11).
    ///
    /// So it must when the platform had signed the token. Everything else could come from anybody, and must not spoil a
    /// login. What is wrong with the message itself is found out after the record was consumed.
    public var consumesLogin: Bool {
        switch self {
        case .badTimes, .expired, .notYetValid, .tooOld, .foreignAudience, .wrongParty, .badNonce: true
        default: false
        }
    }
}
