public import Credentials
public import Directory
import LTI
public import Model
public import ServiceLifecycle

/// The public edge: who calls, what they may ask, and the way to the core (design §2).
public struct Gateway: Sendable {
    /// How it behaves.
    public let settings: GatewaySettings
    /// What runs in the background beside the server, those first that others need to the end.
    public let services: [any Service]

    let directory: Directory
    let keys: LiveKeyRing
    let core: any CoreClient
    let clock: WallClock
    let tokens: TokenAuthenticator
    let learners: LearnerAuthenticator
    let players: PlayerAuthenticator
    let operators: OperatorAuthenticator
    let lti: LTITool
    let origins: OriginMemory
    let lessons: PlayerLessons
    let page: PlayerPage
    let rates: RateLimiter
    let failures: AddressLimiter
    let guests: AddressLimiter
    let addresses: ClientAddresses
    let metrics: GatewayMetrics

    /// Puts a gateway together.
    ///
    /// - Parameters:
    ///   - settings: how it behaves.
    ///   - directory: who and where from.
    ///   - keys: peppers and signing keys.
    ///   - core: the way to the progress core.
    ///   - clock: tells the time.
    public init(
        settings: GatewaySettings,
        directory: Directory,
        keys: LiveKeyRing,
        core: any CoreClient,
        clock: WallClock = .system
    ) {
        self.settings = settings
        self.directory = directory
        self.keys = keys
        self.core = core
        self.clock = clock
        metrics = GatewayMetrics()
        let tokenUse = TokenUseRecorder(tokens: directory.tokens, keys: keys)
        let http = PlatformHTTP()
        lti = LTITool(publicURL: settings.publicURL, directory, keys, core, http, clock)
        services = [
            http, tokenUse, lti.grades, lti.rosters, LTIMaintenance(directory: directory, clock: clock),
        ]
        tokens = TokenAuthenticator(directory: directory, keys: keys, use: tokenUse, clock: clock)
        learners = LearnerAuthenticator(
            directory: directory,
            keys: keys,
            tokens: tokens,
            visits: lti.visits,
            clock: clock
        )
        players = PlayerAuthenticator(learners: learners, visits: lti.visits, keys: keys, clock: clock)
        origins = OriginMemory(directory: directory, publicURL: settings.publicURL)
        lessons = PlayerLessons(lessons: directory.lessons, limit: settings.lessonCacheBytes)
        page = PlayerPage(publicURL: settings.publicURL)
        operators = OperatorAuthenticator(directory: directory, keys: keys, clock: clock)
        rates = RateLimiter(clock: clock)
        failures = AddressLimiter(perMinute: settings.authenticationFailuresPerMinute, clock: clock)
        guests = AddressLimiter(perMinute: settings.guestRequestsPerMinute, clock: clock)
        addresses = ClientAddresses(trustedProxies: settings.trustedProxies)
    }
}
