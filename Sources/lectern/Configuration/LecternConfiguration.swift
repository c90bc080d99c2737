import Directory
import Gateway
import LTI
import Logging

/// Everything that can be set, read once at start (README, "Configuration").
struct LecternConfiguration: Sendable {
    var listen: ListenAddress
    var internalListen: ListenAddress
    var publicURL: String
    /// The folder of the databases.
    var dataFolder: String
    /// The folder of the secrets.
    var keyFolder: String
    var guests: Bool
    var guestRequestsPerMinute: Int
    var authFailuresPerMinute: Int
    var trustedProxies: [AddressRange]
    var hotPath: Bool
    var cacheMiB: Int
    var pageCacheKiB: Int
    var maximumBodyBytes: Int
    var maximumConnections: Int
    var idleTimeoutSeconds: Int
    var receiveTimeoutSeconds: Int
    var coreListen: ListenAddress
    var coreURL: String
    var coreDeadlineMs: Int
    var feedRetentionHours: Int
    /// How strictly the tokens of LTI launches are taken.
    var launches: LaunchSettings
    var accessLog: GatewaySettings.AccessLog
    var logLevel: Logger.Level

    /// The effective value of each key as text, in the order of the README's table.
    let effective: [(key: ConfigurationKey, value: String)]
}
