public import Model

/// One line of the audit trail (contract §2.4).
public struct AuditEntry: Sendable, Equatable {
    /// What can be done.
    public enum Action: String, Sendable, CaseIterable {
        /// An API token was created.
        case tokenCreated = "token.created"
        /// An API token was replaced by a new one.
        case tokenRotated = "token.rotated"
        /// An API token was revoked.
        case tokenRevoked = "token.revoked"
        /// An API token was used from an address that it had not been used from.
        case tokenUsedFromNewAddress = "token.used_from_new_address"
        /// An organization was created.
        case organizationCreated = "organization.created"
        /// The origins that may show an organization's lessons were changed.
        case organizationOriginsChanged = "organization.origins_changed"
        /// A version of a lesson was imported.
        case lessonImported = "lesson.imported"
        /// A version of a lesson was published.
        case lessonPublished = "lesson.published"
        /// A link to look at a version of a lesson was signed.
        case lessonPreviewed = "lesson.previewed"
        /// Progress rows were loaded in bulk.
        case progressImported = "progress.imported"
        /// A course was created.
        case courseCreated = "course.created"
        /// A group was created in a course.
        case groupCreated = "group.created"
        /// A person was put into a course or group.
        case memberAdded = "member.added"
        /// A person was taken out of a course or group.
        case memberRemoved = "member.removed"
        /// A person was given a role in the whole organization.
        case personRoleChanged = "person.role_changed"
        /// Something was assigned to courses or groups.
        case assignmentCreated = "assignment.created"
        /// An assignment was opened, closed or archived.
        case assignmentChanged = "assignment.changed"
        /// People, courses and assignments were loaded in bulk.
        case rosterImported = "roster.imported"
        /// An operator token was signed.
        case operatorTokenCreated = "operator.token_created"
        /// A platform was registered by an administrator.
        case platformAdded = "platform.added"
        /// A platform's registration was changed.
        case platformChanged = "platform.changed"
        /// A platform was made inactive.
        case platformDisabled = "platform.disabled"
        /// A platform was made active again.
        case platformEnabled = "platform.enabled"
        /// Sessions of a platform's users were ended.
        case platformSessionsEnded = "platform.sessions_ended"
        /// A platform was invited to register itself.
        case platformInvited = "platform.invited"
        /// A platform registered itself.
        case platformRegistered = "platform.registered"
        /// A delivery was ordered to be tried again.
        case deliveryReplayed = "delivery.replayed"
    }

    /// When.
    public let at: Timestamp
    /// Whose data it concerns; `OrganizationID.installation` for everybody's.
    public let organization: OrganizationID
    /// Who did it: `cli`, or the public half of an API token.
    public let actor: String
    /// What was done.
    public let action: Action
    /// What it was done to, by id or public half.
    public let subject: String
    /// From which address, where there is one.
    public let address: String?

    /// Makes an entry.
    public init(
        at: Timestamp,
        organization: OrganizationID,
        actor: String,
        action: Action,
        subject: String,
        address: String? = nil
    ) {
        self.at = at
        self.organization = organization
        self.actor = actor
        self.action = action
        self.subject = subject
        self.address = address
    }
}
