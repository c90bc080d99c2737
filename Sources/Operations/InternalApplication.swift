public import Hummingbird
public import Logging
import NIOCore

/// Builds the server of the internal port, which tells load balancers and Prometheus how the process is doing.
///
/// - `GET /healthz`: 200 as long as the process lives.
/// - `GET /readyz`: 200 when all checks pass, 503 when one fails or takes over 2 seconds, or during the shutdown.
/// - `GET /metrics`: all metrics, Prometheus text format 0.0.4.
///
/// It carries no secrets and asks for none, but belongs on an address that the world cannot reach.
///
/// - Parameters:
///   - address: where it listens.
///   - registry: the metrics that it shows.
///   - readiness: what must work before the process can take requests.
///   - draining: turns `/readyz` to 503 once the process is about to stop.
///   - logger: where the server and changes of readiness are logged.
/// - Returns: the server, to be run as a service.
public func buildInternalApplication(
    address: InternalAddress,
    registry: PrometheusRegistry,
    readiness: [ReadinessCheck],
    draining: Draining,
    logger: Logger
) -> some ApplicationProtocol {
    buildInternalApplication(
        address: address,
        registry: registry,
        readiness: readiness,
        draining: draining,
        logger: logger,
        readinessDeadline: { try? await Task.sleep(for: .seconds(2)) }
    )
}

/// Builds it with another deadline for checks: `readinessDeadline` returns when a check is late.
func buildInternalApplication(
    address: InternalAddress,
    registry: PrometheusRegistry,
    readiness: [ReadinessCheck],
    draining: Draining,
    logger: Logger,
    readinessDeadline: @escaping @Sendable () async -> Void
) -> some ApplicationProtocol {
    let responder = InternalResponder(
        registry: registry,
        probes: readiness.map { ReadinessProbe($0, logger: logger, deadline: readinessDeadline) },
        draining: draining
    )
    let bindAddress: BindAddress =
        switch address {
        case .host(let host, let port): .hostname(host, port: port)
        case .unixSocket(let path): .unixDomainSocket(path: path)
        }
    return Application(
        responder: responder,
        server: .http1(
            configuration: .init(
                idleTimeout: .seconds(30),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 * 1_024,
                    maxHeaderListSize: 16 * 1_024,
                    maxHeaderFieldCount: 100
                )
            )
        ),
        configuration: ApplicationConfiguration(address: bindAddress),
        logger: logger
    )
}
