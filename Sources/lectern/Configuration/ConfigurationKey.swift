/// One key of the configuration: its name, what it means and how its text is read.
struct ConfigurationKey: Sendable, CaseIterable {
    /// The name in a file, below `lectern`; the environment's is `LECTERN_` and the same in capitals.
    let name: String
    let environmentName: String
    /// What counts when nothing is given; nil where it follows from other keys.
    let standard: String?

    private init(_ name: String, _ environmentName: String, _ standard: String?) {
        self.name = name
        self.environmentName = "LECTERN_\(environmentName)"
        self.standard = standard
    }

    static let listen = ConfigurationKey("listen", "LISTEN", "127.0.0.1:8080")
    static let internalListen = ConfigurationKey("internalListen", "INTERNAL_LISTEN", "127.0.0.1:8081")
    static let coreListen = ConfigurationKey("coreListen", "CORE_LISTEN", "127.0.0.1:8082")
    static let coreURL = ConfigurationKey("coreUrl", "CORE_URL", "http://127.0.0.1:8082")
    static let coreDeadlineMs = ConfigurationKey("coreDeadlineMs", "CORE_DEADLINE_MS", "5000")
    static let publicURL = ConfigurationKey("publicUrl", "PUBLIC_URL", nil)
    static let data = ConfigurationKey("data", "DATA", "data")
    static let keys = ConfigurationKey("keys", "KEYS", "keys")
    static let guests = ConfigurationKey("guests", "GUESTS", "off")
    static let guestRequestsPerMinute = ConfigurationKey("guestRequestsPerMinute", "GUEST_REQUESTS_PER_MINUTE", "600")
    static let authFailuresPerMinute = ConfigurationKey("authFailuresPerMinute", "AUTH_FAILURES_PER_MINUTE", "30")
    static let trustedProxies = ConfigurationKey("trustedProxies", "TRUSTED_PROXIES", "")
    static let hotPath = ConfigurationKey("hotPath", "HOT_PATH", "on")
    static let cacheMiB = ConfigurationKey("cacheMib", "CACHE_MIB", "64")
    static let pageCacheKiB = ConfigurationKey("pageCacheKib", "PAGE_CACHE_KIB", "6144")
    static let maximumBodyBytes = ConfigurationKey("maxBodyBytes", "MAX_BODY_BYTES", "1048576")
    static let maximumConnections = ConfigurationKey("maxConnections", "MAX_CONNECTIONS", "20000")
    static let idleTimeoutSeconds = ConfigurationKey("idleTimeoutSeconds", "IDLE_TIMEOUT_SECONDS", "75")
    static let receiveTimeoutSeconds = ConfigurationKey("receiveTimeoutSeconds", "RECEIVE_TIMEOUT_SECONDS", "30")
    static let ltiLeewaySeconds = ConfigurationKey("ltiLeewaySeconds", "LTI_LEEWAY_SECONDS", "60")
    static let ltiMaximumAgeSeconds = ConfigurationKey("ltiMaxAgeSeconds", "LTI_MAX_AGE_SECONDS", "3600")
    static let ltiTrustedAudiences = ConfigurationKey("ltiTrustedAudiences", "LTI_TRUSTED_AUDIENCES", "")
    static let feedRetentionHours = ConfigurationKey("feedRetentionHours", "FEED_RETENTION_HOURS", "168")
    static let accessLog = ConfigurationKey("accessLog", "ACCESS_LOG", "errors")
    static let logLevel = ConfigurationKey("logLevel", "LOG_LEVEL", "info")

    static let allCases: [ConfigurationKey] = [
        listen, internalListen, publicURL, data, keys, guests, guestRequestsPerMinute, authFailuresPerMinute,
        trustedProxies, hotPath, cacheMiB, pageCacheKiB, maximumBodyBytes, maximumConnections, idleTimeoutSeconds,
        receiveTimeoutSeconds, coreListen, coreURL, coreDeadlineMs, feedRetentionHours, ltiLeewaySeconds,
        ltiMaximumAgeSeconds, ltiTrustedAudiences, accessLog, logLevel,
    ]
}
