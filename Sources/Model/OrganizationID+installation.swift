extension OrganizationID {
    /// Stands for the installation as a whole where one organization is asked for: in the principal of an operator (design
    /// §4), and in audit entries that are no organization's.
    ///
    /// All bits are zero, which is never so in an organization's own identifier.
    public static var installation: OrganizationID { OrganizationID(high: 0, low: 0) }
}
