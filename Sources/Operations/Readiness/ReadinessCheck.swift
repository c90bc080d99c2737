/// Something that must work before the process can take requests, and how to try it.
public struct ReadinessCheck: Sendable {
    /// The name in the answer of `/readyz`; the same names must not appear twice.
    public let name: String
    /// Tries it, and throws when it does not work.
    ///
    /// Should end soon after its task is cancelled, which happens after 2 seconds; until it ends it is not tried again.
    public let run: @Sendable () async throws -> Void

    /// Makes a check.
    public init(name: String, run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.run = run
    }
}
