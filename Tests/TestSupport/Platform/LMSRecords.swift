/// A column of a platform's gradebook.
package struct LMSLineItem: Sendable {
    package let id: Int
    package let context: String
    package var label: String
    package var scoreMaximum: String
    package var resourceLink: String?
    package var resource: String?
    package var tag: String?
    /// Whether a tool made it.
    package let isOfTool: Bool
}

/// A score as it was sent, whatever became of it.
package struct LMSScore: Sendable {
    package let lineItem: Int
    package let user: String
    package let timestamp: String
    package let activity: String
    package let grading: String
    /// Nil where none was sent.
    package let given: Double?
    package let maximum: Double?
    /// What the platform answered.
    package let status: Int
    /// The body as it came.
    package let text: String
}

/// A user's grade in a column, of a hundred.
package struct LMSGrade: Sendable, Equatable {
    package let lineItem: Int
    package let user: String
    package var percent: Double
}

/// A member of a course.
package struct LMSMember: Sendable {
    package var user: String
    package var name: String?
    package var roles: [String]
    package var status = "Active"
    /// Ids of the groups.
    package var groups: [String] = []
    /// Counts the changes of the course, for lists of differences.
    var change = 0

    package init(_ user: String, name: String? = nil, roles: [String] = ["Learner"]) {
        self.user = user
        self.name = name
        self.roles = roles
    }
}

/// What a tool answered to the choice of content.
package struct LMSChoice: Sendable {
    package let client: String
    package let deployment: String
    /// The items as JSON texts.
    package let items: [String]
    /// The URL of each item that has one.
    package let urls: [String]
    package let message: String?
    /// The whole payload.
    package let payload: String
}

/// An access token that a platform has given out.
struct LMSAccess: Sendable {
    let client: String
    let scopes: [String]
    let expiresAt: Int64
}
