import Credentials
import Directory
import Gateway
import Hummingbird
import Logging
import Metrics
import Model
import NIOCore
import Operations
import ProgressCore
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Puts the services of a server process together and runs them.
struct Servers {
    private let installation: Installation
    private let registry: PrometheusRegistry
    private let draining = Draining()
    private let logger: Logger
    private var configuration: LecternConfiguration { installation.configuration }

    /// Sets up logging and metrics for the process; call once.
    init(_ installation: Installation) {
        self.installation = installation
        bootstrapLogging(level: installation.configuration.logLevel)
        logger = Logger(label: "lectern")
        registry = PrometheusRegistry(help: Self.help)
        registry.addProcessMetrics()
        MetricsSystem.bootstrap(registry)
        Self.allowManyConnections()
    }

    // MARK: Processes

    /// Gateway and core in one process.
    func runAll() async throws {
        let keys = try installation.keys()
        let core = try installation.openCore()
        let directory = try installation.openDirectory()
        let inProcess = InProcessCore(core, rowMemoryBytes: Self.rowMemoryBytes)
        let gateway = try await gateway(directory, keys, inProcess)
        try await run(
            [
                KeyReloader(keys: keys),
                CoreMaintenance(core: core, feedRetentionHours: configuration.feedRetentionHours),
                inProcess.preparation,
            ] + gateway.services,
            readiness: [Self.check("directory", directory.check), Self.check("progress", core.check)],
            server: gatewayServer(gateway)
        )
    }

    /// A gateway whose core is elsewhere.
    func runGateway() async throws {
        let keys = try installation.keys()
        let directory = try installation.openDirectory()
        let core = RemoteCore(
            baseURL: configuration.coreURL,
            signing: CallSigner(keys: keys),
            deadlineMs: configuration.coreDeadlineMs,
            clock: installation.clock
        )
        let gateway = try await gateway(directory, keys, core)
        try await run(
            [core, KeyReloader(keys: keys)] + gateway.services,
            readiness: [Self.check("directory", directory.check), Self.check("core", core.check)],
            server: gatewayServer(gateway)
        )
    }

    /// A core alone.
    func runCore() async throws {
        let keys = try installation.keys()
        let core = try installation.openCore()
        let server = buildCoreApplication(
            core: core,
            signing: CallSigner(keys: keys),
            address: configuration.coreListen.bindAddress,
            maximumBodyBytes: configuration.maximumBodyBytes,
            clock: installation.clock,
            logger: Logger(label: "lectern.core")
        )
        try await run(
            [
                KeyReloader(keys: keys),
                CoreMaintenance(core: core, feedRetentionHours: configuration.feedRetentionHours),
            ],
            readiness: [Self.check("progress", core.check)],
            server: server
        )
    }

    // MARK: Parts

    /// Memory to know where polled rows are: 1.1 million learners.
    private static let rowMemoryBytes = 9 * 1_048_576

    private func gateway(
        _ directory: Directory,
        _ keys: LiveKeyRing,
        _ core: any CoreClient
    ) async throws -> Gateway {
        var settings = GatewaySettings(address: configuration.listen.bindAddress, publicURL: configuration.publicURL)
        settings.maximumBodyBytes = configuration.maximumBodyBytes
        settings.maximumConnections = configuration.maximumConnections
        settings.idleTimeoutSeconds = configuration.idleTimeoutSeconds
        settings.receiveTimeoutSeconds = configuration.receiveTimeoutSeconds
        settings.hotPath = configuration.hotPath
        settings.cacheBytes = configuration.cacheMiB * 1_048_576
        settings.authenticationFailuresPerMinute = configuration.authFailuresPerMinute
        settings.trustedProxies = configuration.trustedProxies
        settings.guestRequestsPerMinute = configuration.guestRequestsPerMinute
        settings.accessLog = configuration.accessLog
        settings.launches = configuration.launches
        if configuration.guests {
            settings.guestOrganization = try await directory.organizations.guestOrganization().id
        }
        return Gateway(
            settings: settings,
            directory: directory,
            keys: keys,
            core: core,
            clock: installation.clock
        )
    }

    private func gatewayServer(_ gateway: Gateway) -> some ApplicationProtocol {
        buildApplication(gateway, logger: Logger(label: "lectern.gateway")) { [logger, configuration] _ in
            logger.info("serving", metadata: ["url": "\(configuration.publicURL)"])
        }
    }

    private static func check(
        _ name: String,
        _ body: @escaping @Sendable () async throws -> Void
    ) -> ReadinessCheck {
        ReadinessCheck(name: name, run: body)
    }

    private func run(_ background: [any Service], readiness: [ReadinessCheck], server: some Service) async throws {
        let operations = buildInternalApplication(
            address: configuration.internalListen.internalAddress,
            registry: registry,
            readiness: readiness,
            draining: draining,
            logger: Logger(label: "lectern.internal")
        )
        // Services stop in reverse order: no new requests first, the stores' users last.
        var services: [any Service] = background
        services.append(operations)
        services.append(server)
        services.append(DrainNotice(draining: draining))
        var group = ServiceGroupConfiguration(
            services: services.map { service in
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(20)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error where error is IOError || error is SocketAddressError.UnknownHost {
            throw LecternError(.unavailable(retryAfterSeconds: 0), "Cannot listen: \(error)", underlying: nil)
        }
    }

    /// Raises the number of open files to what the system allows, since each connection is one.
    private static func allowManyConnections() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }

    private static let help = [
        "lectern_http_requests_total": "Requests answered, by route and status.",
        "lectern_http_request_seconds": "Time from a request's head to its answer, by route.",
        "lectern_lti_deliveries_total": "Grades on their way to platforms, by outcome.",
        "lectern_lti_key_set_fetches_total": "Fetches of platforms' keys, by outcome.",
        "lectern_lti_roster_syncs_total": "Fetches of courses' members, by outcome.",
        "lectern_lti_token_requests_total": "Requests for access tokens of platforms, by outcome.",
        "lectern_store_commit_seconds": "Time of a group commit, by store.",
        "lectern_store_batch_writes": "Writes that shared one commit, by store.",
    ]
}
