public import Model

/// A tenant: whoever embeds lessons or connects an LMS.
public struct Organization: Sendable, Equatable {
    /// Its identifier.
    public let id: OrganizationID
    /// Its name, 1–200 characters.
    public let name: String
    /// Whether it is the installation's own, under which guests are recorded (design §4).
    public let isGuest: Bool
    /// Which pages may show its lessons.
    public let allowedOrigins: AllowedOrigins
    /// When it was created.
    public let createdAt: Timestamp
}
