import Directory
import TestSupport

/// What a row of a table does to a launch that is right.
struct LaunchPlan: Sendable {
    typealias Fields = [(name: String, value: String)]

    /// The platform as the tool has it registered.
    var registration: @Sendable (inout PlatformDraft) -> Void = { _ in }
    /// What is launched.
    var message: @Sendable (inout LaunchMessage) -> Void = { _ in }
    /// The token, before it is signed.
    var token: @Sendable (inout TokenDraft) -> Void = { _ in }
    /// The platform's keys, once the tool is registered.
    var platform: @Sendable (LMS) -> Void = { _ in }
    /// What the platform sends to begin the login.
    var login: @Sendable (Fields) -> Fields = { $0 }
    var isLoginPosted = false
    /// What the browser sends to the launch URL.
    var form: @Sendable (Fields) -> Fields = { $0 }
    var place = Browser.Place.top

    /// The same without a field.
    static func without(_ name: String) -> @Sendable (Fields) -> Fields {
        { fields in fields.filter { $0.name != name } }
    }

    /// The same with another value of a field.
    static func with(_ name: String, _ value: String) -> @Sendable (Fields) -> Fields {
        { fields in fields.filter { $0.name != name } + [(name, value)] }
    }
}
