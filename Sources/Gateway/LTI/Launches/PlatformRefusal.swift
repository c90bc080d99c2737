import LTI

/// A refusal of what a known platform sent, which the log names.
struct PlatformRefusal: Error {
    let refusal: LaunchRefusal
    /// Our id of the platform.
    let platform: String
}
