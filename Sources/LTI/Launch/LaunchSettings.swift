/// How strictly the times and audiences of launch tokens are taken (LTI rules V8, V9).
public struct LaunchSettings: Sendable, Equatable {
    /// How far clocks may be apart, in seconds.
    public let leewaySeconds: Double
    /// How long ago a token may have been issued, in seconds.
    public let maximumAgeSeconds: Double
    /// Audiences beside ours that a token may name.
    public let trustedAudiences: [String]

    /// Makes settings; the leeway is taken within 0…300 seconds.
    public init(leewaySeconds: Double = 60, maximumAgeSeconds: Double = 3_600, trustedAudiences: [String] = []) {
        self.leewaySeconds = min(max(leewaySeconds, 0), 300)
        self.maximumAgeSeconds = maximumAgeSeconds
        self.trustedAudiences = trustedAudiences
    }
}
