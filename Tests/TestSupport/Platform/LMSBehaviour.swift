/// How a platform (mis)behaves; each can change while it runs.
package struct LMSBehaviour: Sendable {
    /// What a service answers.
    package enum Mode: Sendable, Equatable {
        case fine
        /// This status to everything.
        case status(Int)
        /// This status with `Retry-After`.
        case retry(Int, after: Int)
        /// This status to so many requests, then fine.
        case times(Int, status: Int)
        /// Nothing, until the platform is shut down.
        case silent
        /// A page in place of what was asked for.
        case html
        /// Forty megabytes.
        case huge
    }

    /// How the token endpoint writes a good answer.
    package enum TokenForm: String, Sendable { case usual, textHTML, expiresInText }

    package var keys = Mode.fine
    package var token = Mode.fine
    package var tokenForm = TokenForm.usual
    package var grades = Mode.fine
    package var roster = Mode.fine
    /// The error with which it answers logins in place of a token.
    package var denial: String?
    /// Whether a score in the same whole second is refused, and one that is older, as Moodle does.
    package var comparesSeconds = true
    /// Whether every score that is not final removes the grade, as Moodle does.
    package var keepsOnlyFinalGrades = false
    /// What it says of its software in its tokens.
    package var product: String?
    /// Members on a page of the roster.
    package var pageSize = 50

    package init() {}
}
