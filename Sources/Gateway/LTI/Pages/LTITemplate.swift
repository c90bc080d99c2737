/// The pages that platforms' people see; the raw value is the name of the template's file.
enum LTITemplate: String, CaseIterable {
    /// The choice of content for a course.
    case deepLinking
    /// The form that takes a choice back to the platform.
    case deepLinkingAnswer
    /// Why something cannot be done.
    case failure
    /// The form that takes a login to the platform.
    case login
    /// What a platform's administrator sees after a registration.
    case registered
    /// The page that asks the platform's storage for the browser's proof.
    case storageCheck
    /// The teacher's view of a lesson.
    case teacher
}
