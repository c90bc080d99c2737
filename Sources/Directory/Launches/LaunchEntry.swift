public import Model

/// A validated launch, to be recorded.
public struct LaunchEntry: Sendable {
    /// The course that a launch comes from.
    public struct Context: Sendable, Equatable {
        /// The platform's id.
        public let id: String
        /// Its title, where the platform tells.
        public let title: String?

        /// Names a context.
        public init(id: String, title: String? = nil) {
            self.id = id
            self.title = title
        }
    }

    /// The link that was followed.
    public struct Link: Sendable, Equatable {
        /// The platform's id.
        public let id: String
        /// Its title, where the platform tells.
        public let title: String?

        /// Names a link.
        public init(id: String, title: String? = nil) {
            self.id = id
            self.title = title
        }
    }

    /// The state of the login that it uses up.
    public var state: String
    /// The platform.
    public var platformID: String
    /// The platform's organization.
    public var organization: OrganizationID
    /// The deployment.
    public var deploymentID: String
    /// Whether the deployment was not known and is to be stored.
    public var isNewDeployment: Bool
    /// The platform's name for the user, or `anonymous:` and a UUID for a visitor.
    public var user: String
    /// Whether the platform does not say who it is.
    public var isVisitor: Bool
    /// Whether it is a teacher's look through a learner's eyes.
    public var isTestUser: Bool
    /// The course, if the launch has one.
    public var context: Context?
    /// The link, if the launch has one.
    public var link: Link?
    /// The lesson that is shown.
    public var lesson: LessonID?
    /// What it is for.
    public var purpose: LaunchPurpose
    /// What the user is in the course.
    public var role: LaunchRole
    /// Whether the platform may expect a score of the user.
    public var isGraded: Bool
    /// The URL of the link's own line item.
    public var lineItem: String?
    /// The URL of the course's line items.
    public var lineItems: String?
    /// What may be asked of the grade services.
    public var gradeScopes: [String]
    /// The URL of the course's members.
    public var memberships: String?
    /// What the pages of the session need; opaque here.
    public var details: JSONText
    /// SHA-256 of the ticket in the first page's URL, in hex.
    public var ticketDigest: String
    /// SHA-256 of the session's secret, in hex.
    public var secretDigest: String
    /// How long the session lasts.
    public var lifetimeSeconds: Int

    /// Describes a launch.
    public init(
        state: String,
        platformID: String,
        organization: OrganizationID,
        deploymentID: String,
        isNewDeployment: Bool = false,
        user: String,
        isVisitor: Bool = false,
        isTestUser: Bool = false,
        context: Context? = nil,
        link: Link? = nil,
        lesson: LessonID? = nil,
        purpose: LaunchPurpose,
        role: LaunchRole,
        isGraded: Bool = true,
        lineItem: String? = nil,
        lineItems: String? = nil,
        gradeScopes: [String] = [],
        memberships: String? = nil,
        details: JSONText,
        ticketDigest: String,
        secretDigest: String,
        lifetimeSeconds: Int
    ) {
        self.state = state
        self.platformID = platformID
        self.organization = organization
        self.deploymentID = deploymentID
        self.isNewDeployment = isNewDeployment
        self.user = user
        self.isVisitor = isVisitor
        self.isTestUser = isTestUser
        self.context = context
        self.link = link
        self.lesson = lesson
        self.purpose = purpose
        self.role = role
        self.isGraded = isGraded
        self.lineItem = lineItem
        self.lineItems = lineItems
        self.gradeScopes = gradeScopes
        self.memberships = memberships
        self.details = details
        self.ticketDigest = ticketDigest
        self.secretDigest = secretDigest
        self.lifetimeSeconds = lifetimeSeconds
    }
}
