import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// Builds the gateway's server: what runs.
///
/// - Parameters:
///   - gateway: what answers.
///   - logger: the server's logger.
///   - onServerRunning: told the address that the server is bound to.
/// - Returns: the server, ready to run.
public func buildApplication(
    _ gateway: Gateway,
    logger: Logger,
    onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) -> some ApplicationProtocol {
    let settings = gateway.settings
    let hotPath = HotPath(gateway)
    let batches = AnswerBatches()
    let limits = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16_384,
        maxHeaderListSize: 16_384,
        maxHeaderFieldCount: RequestHead.fieldLimit
    )
    let channel = HTTP1Channel.Configuration(
        additionalChannelHandlers: [
            ExchangeTracker { exchanges in
                ConnectionHandler(
                    hotPath: hotPath,
                    exchanges: exchanges,
                    batches: batches,
                    idleTimeout: .seconds(Int64(settings.idleTimeoutSeconds)),
                    receiveTimeout: .seconds(Int64(settings.receiveTimeoutSeconds))
                )
            }
        ],
        httpDecoderConfiguration: limits
    )
    return Application(
        router: buildRouter(gateway),
        server: .http1(configuration: channel),
        configuration: ApplicationConfiguration(
            address: settings.address,
            backlog: 4_096,
            availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)
        ),
        onServerRunning: onServerRunning,
        logger: logger
    )
}
