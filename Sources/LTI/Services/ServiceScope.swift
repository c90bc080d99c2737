/// What access tokens are asked for; at a registration the platform is asked for all of it.
public enum ServiceScope: String, Sendable, CaseIterable {
    /// To make and read line items.
    case lineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
    /// To read line items.
    case lineItemReadOnly = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
    /// To send scores.
    case score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    /// To read the members of a course.
    case roster = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
}
