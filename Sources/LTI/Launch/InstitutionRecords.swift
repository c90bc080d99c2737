import Model

/// The names of user and course in the institution's own records (LTI rule V19).
public struct InstitutionRecords: Sendable, Equatable {
    /// The user's.
    public let personSourcedID: String?
    /// The course's.
    public let courseOfferingSourcedID: String?
    /// The section's.
    public let courseSectionSourcedID: String?

    /// Reads the claim; nil when it is no object.
    init?(_ node: JSONNode?) {
        guard let node, node.isObject else { return nil }
        personSourcedID = node.text("person_sourcedid")
        courseOfferingSourcedID = node.text("course_offering_sourcedid")
        courseSectionSourcedID = node.text("course_section_sourcedid")
    }
}
