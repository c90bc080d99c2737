public import Directory
public import HummingbirdCore
public import LTI
public import Model

/// How a gateway behaves; all of it comes from the configuration.
public struct GatewaySettings: Sendable {
    /// Which requests leave a line in the log.
    public enum AccessLog: String, Sendable, CaseIterable {
        /// None.
        case off
        /// Those that were refused or failed, status 400 or more.
        case errors
        /// All.
        case all
    }

    /// Where the gateway listens.
    public var address: BindAddress
    /// Where the world reaches it, without a slash at the end; for links in answers.
    public var publicURL: String
    /// Larger bodies are refused with 413; in bytes.
    public var maximumBodyBytes: Int
    /// Connections at most; further ones wait in the kernel's queue.
    public var maximumConnections: Int
    /// A connection without a request for so long is closed; in seconds.
    public var idleTimeoutSeconds: Int
    /// A request must be received whole within this time; in seconds.
    public var receiveTimeoutSeconds: Int
    /// Whether progress reads are answered on the event loop (design §8).
    public var hotPath: Bool
    /// Memory for encoded progress answers; in bytes.
    public var cacheBytes: Int
    /// Memory for encoded lessons; in bytes.
    public var lessonCacheBytes: Int
    /// Wrong tokens that an address may present in a minute; 0 for no limit (contract §8).
    public var authenticationFailuresPerMinute: Int
    /// Whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange]
    /// The organization that guests are recorded under; nil when there are no guests.
    public var guestOrganization: OrganizationID?
    /// Requests that one address may make as a guest in a minute.
    public var guestRequestsPerMinute: Int
    /// Which requests leave a line in the log.
    public var accessLog: AccessLog
    /// How strictly the tokens of LTI launches are taken.
    public var launches: LaunchSettings

    /// Makes settings with the defaults of the configuration table.
    public init(address: BindAddress = .hostname("127.0.0.1", port: 8080), publicURL: String = "http://127.0.0.1:8080")
    {
        self.address = address
        self.publicURL = publicURL
        maximumBodyBytes = 1_048_576
        maximumConnections = 20_000
        idleTimeoutSeconds = 75
        receiveTimeoutSeconds = 30
        hotPath = true
        cacheBytes = 64 * 1_048_576
        lessonCacheBytes = 32 * 1_048_576
        authenticationFailuresPerMinute = 30
        trustedProxies = []
        guestOrganization = nil
        guestRequestsPerMinute = 600
        accessLog = .errors
        launches = LaunchSettings()
    }
}
