public import Model

/// A grade's way to its platform, for people (LTI rule G7).
public struct Delivery: Sendable, Equatable {
    /// Its identifier, 32 lower-case hex digits.
    public let id: String
    /// The platform.
    public let platform: String
    /// The lesson.
    public let lesson: LessonID
    /// The platform's name for the user.
    public let user: String
    /// Where it stands.
    public let state: DeliveryState
    /// How often sending has failed since it last succeeded.
    public let attempts: Int
    /// The status with which the platform refused the last attempt; nil when it accepted it or did not answer.
    public let lastStatus: Int?
    /// Why the last attempt failed; nil when it did not.
    public let lastError: String?
    /// When it is tried next; nil unless it is pending.
    public let nextAt: Timestamp?
    /// When something last became of it; a wish to send is nothing yet.
    public let updatedAt: Timestamp
}
