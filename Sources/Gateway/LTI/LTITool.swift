import Credentials
import Directory
import LTI
import Model

/// The gateway as a tool of learning platforms: what its LTI endpoints share.
struct LTITool: Sendable {
    /// Where the tool is in the web.
    let site: ToolSite
    /// Renders pages.
    let pages: LTIPages
    /// Binds logins and sessions to browsers.
    let cookies: ProofCookies
    /// Finds the session behind a request.
    let visits: LaunchVisits
    /// Calls platforms.
    let http: any PlatformCalling
    /// The platforms' keys.
    let keySets: KeySetStore
    /// The platforms' services.
    let services: PlatformServices
    /// Sends grades.
    let grades: GradeWorker
    /// Fetches rosters.
    let rosters: RosterSync
    /// What the core has heard of launches.
    let told = CoreMemory()

    /// Puts the parts together.
    init(
        publicURL: String,
        _ directory: Directory,
        _ keys: LiveKeyRing,
        _ core: any CoreClient,
        _ http: any PlatformCalling,
        _ clock: WallClock
    ) {
        site = Self.site(publicURL)
        self.http = http
        pages = LTIPages(publicURL: publicURL)
        cookies = ProofCookies(basePath: pages.base)
        visits = LaunchVisits(launches: directory.launches, keys: keys, cookies: cookies, clock: clock)
        let metrics = PlatformMetrics()
        keySets = KeySetStore(http: http, clock: clock, metrics: metrics)
        let tokens = AccessTokens(http: http, keys: keys, clock: clock, metrics: metrics)
        services = PlatformServices(http: http, tokens: tokens)
        grades = GradeWorker(directory: directory, core: core, services: services, clock: clock, metrics: metrics)
        rosters = RosterSync(directory: directory, core: core, services: services, clock: clock, metrics: metrics)
    }

    /// A gateway on any free port, without a public URL, has no address that platforms could know; the rest of it works.
    private static func site(_ publicURL: String) -> ToolSite {
        guard let site = ToolSite(base: publicURL) ?? ToolSite(base: "http://localhost") else {
            preconditionFailure("http://localhost is a URL")
        }
        return site
    }
}
