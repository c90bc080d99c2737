public import Credentials
public import Directory
public import Model

/// The public edge: who calls, what they may ask, and the way to the core (design §2).
public struct Gateway: Sendable {
    /// How it behaves.
    public let settings: GatewaySettings
    /// Notes the use of tokens in the background; runs as a service beside the server.
    public let tokenUse: TokenUseRecorder

    let directory: Directory
    let keys: LiveKeyRing
    let core: any CoreClient
    let clock: WallClock
    let tokens: TokenAuthenticator
    let learners: LearnerAuthenticator
    let players: PlayerAuthenticator
    let operators: OperatorAuthenticator
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
        tokenUse = TokenUseRecorder(tokens: directory.tokens, keys: keys)
        tokens = TokenAuthenticator(directory: directory, keys: keys, use: tokenUse, clock: clock)
        learners = LearnerAuthenticator(directory: directory, keys: keys, tokens: tokens, clock: clock)
        players = PlayerAuthenticator(learners: learners, keys: keys, clock: clock)
        origins = OriginMemory(directory: directory, publicURL: settings.publicURL)
        lessons = PlayerLessons(lessons: directory.lessons, limit: settings.lessonCacheBytes)
        page = PlayerPage(publicURL: settings.publicURL)
        operators = OperatorAuthenticator(directory: directory, keys: keys, clock: clock)
        rates = RateLimiter(clock: clock)
        failures = AddressLimiter(perMinute: settings.authenticationFailuresPerMinute, clock: clock)
        guests = AddressLimiter(perMinute: settings.guestRequestsPerMinute, clock: clock)
        addresses = ClientAddresses(trustedProxies: settings.trustedProxies)
        metrics = GatewayMetrics()
    }
}
