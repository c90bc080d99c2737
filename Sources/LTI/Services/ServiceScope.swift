/// What an access token may be asked for.
public enum ServiceScope: String, Sendable, CaseIterable {
    /// To make, change and read line items.
    case lineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
    /// To read line items.
    case lineItemReadOnly = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
    /// To read results.
    case resultReadOnly = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
    /// To send scores.
    case score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    /// To read the members of a course.
    case roster = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
}
