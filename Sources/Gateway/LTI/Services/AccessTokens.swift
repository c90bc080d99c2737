import Credentials
import LTI
import Model

/// Access tokens for the platforms' services: asked for once, kept until they are about to end (LTI rules T2–T5).
actor AccessTokens {
    private struct Purpose: Hashable {
        let platform: String
        // What a changed registration changes about its tokens.
        let endpoint: String
        let client: ExactText
        let deployment: ExactText?
        let scopes: [String]
    }

    private struct Entry {
        var token: AccessToken?
        var request: Promised<Result<AccessToken, TokenFailure>>?
        var failure: (error: TokenFailure, until: Timestamp)?
        var failures = 0
        var lastUse: UInt64 = 0
    }

    private static let limit = 10_000
    private static let longestPauseSeconds = 60.0
    private static let longestRetryAfterSeconds = 300.0

    private let http: any PlatformCalling
    private let keys: LiveKeyRing
    private let clock: WallClock
    private let metrics: PlatformMetrics
    private var entries: [Purpose: Entry] = [:]
    private var uses: UInt64 = 0

    /// Makes a store that holds nothing yet.
    ///
    /// - Parameters:
    ///   - http: the way to platforms.
    ///   - keys: hold the tool's keys.
    ///   - clock: tells the age of tokens.
    ///   - metrics: counts requests.
    init(http: any PlatformCalling, keys: LiveKeyRing, clock: WallClock, metrics: PlatformMetrics = PlatformMetrics()) {
        self.http = http
        self.keys = keys
        self.clock = clock
        self.metrics = metrics
    }

    /// A token that is good for all of some scopes.
    ///
    /// A token endpoint that gave none is not asked again for some seconds.
    ///
    /// - Parameters:
    ///   - registration: whose platform is asked.
    ///   - deployment: for which deployment, where it is known.
    ///   - scopes: what it is for, at least one.
    /// - Returns: the token.
    /// - Throws: ``TokenFailure``.
    func token(
        for registration: Registration,
        deployment: String?,
        scopes: [ServiceScope]
    ) async throws(TokenFailure) -> AccessToken {
        guard registration.isActive else { throw .inactive }
        let purpose = Self.purpose(registration, deployment, scopes)
        uses += 1
        makeRoom(for: purpose)
        entries[purpose, default: Entry()].lastUse = uses
        let now = clock.now()
        if let token = entries[purpose]?.token, token.isFresh(at: now) { return token }
        if let running = entries[purpose]?.request { return try await Self.result(running) }
        if let failure = entries[purpose]?.failure, now < failure.until,
            // A clock that was set back must not put requests off until it has caught up.
            failure.until <= now.adding(seconds: Self.longestRetryAfterSeconds)
        {
            throw failure.error
        }
        let request = Promised<Result<AccessToken, TokenFailure>>()
        entries[purpose]?.request = request
        // Not this caller's own: others wait for it, too, and this one may go away.
        Task { request.fulfill(await self.request(purpose, registration, deployment)) }
        return try await Self.result(request)
    }

    private static func result(
        _ request: Promised<Result<AccessToken, TokenFailure>>
    ) async throws(TokenFailure) -> AccessToken {
        guard let result = await request.value else { throw .unanswered(.unreachable("nobody waits any more")) }
        return try result.get()
    }

    /// Forgets a token that a service has refused; a newer one stays.
    func drop(_ token: AccessToken, of registration: Registration, deployment: String?, scopes: [ServiceScope]) {
        let purpose = Self.purpose(registration, deployment, scopes)
        guard entries[purpose]?.token?.authorization == token.authorization else { return }
        entries[purpose]?.token = nil
    }

    private static func purpose(
        _ registration: Registration,
        _ deployment: String?,
        _ scopes: [ServiceScope]
    ) -> Purpose {
        Purpose(
            platform: registration.platformID,
            endpoint: registration.tokenEndpoint,
            client: ExactText(registration.clientID),
            deployment: deployment.map { ExactText($0) },
            scopes: scopes.map(\.rawValue).sorted()
        )
    }

    private func makeRoom(for purpose: Purpose) {
        guard entries[purpose] == nil, entries.count >= Self.limit else { return }
        let byAge = entries.filter { $0.value.request == nil }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (purpose, _) in byAge.prefix(Self.limit / 10) { entries[purpose] = nil }
    }

    // MARK: - Asking

    private func request(
        _ purpose: Purpose,
        _ registration: Registration,
        _ deployment: String?
    ) async -> Result<AccessToken, TokenFailure> {
        let result: Result<AccessToken, TokenFailure>
        do throws(TokenFailure) {
            result = .success(try await ask(registration, deployment, purpose.scopes))
        } catch {
            result = .failure(error)
        }
        entries[purpose]?.request = nil
        switch result {
        case .success(let token):
            entries[purpose]?.token = token
            entries[purpose]?.failure = nil
            entries[purpose]?.failures = 0
        case .failure(let error):
            let failures = entries[purpose]?.failures ?? 0
            entries[purpose]?.failures = failures + 1
            let until = clock.now().adding(seconds: Self.pause(after: error, failures: failures))
            entries[purpose]?.failure = (error, until)
        }
        return result
    }

    private static func pause(after error: TokenFailure, failures: Int) -> Double {
        let pause =
            error.isPermanent ? longestPauseSeconds : min(Double(1 << min(failures, 6)), longestPauseSeconds)
        guard case .refused(_, let seconds?) = error else { return pause }
        return max(pause, min(seconds, longestRetryAfterSeconds))
    }

    private func ask(
        _ registration: Registration,
        _ deployment: String?,
        _ scopes: [String]
    ) async throws(TokenFailure) -> AccessToken {
        let now = clock.now()
        guard let tool = keys.current.toolKeys else { throw .noKey }
        let form = TokenRequest(
            scopes: scopes,
            registration: registration,
            deploymentID: deployment,
            signedWith: tool.signing(at: now),
            now: now
        ).form
        let request = PlatformRequest(
            method: "POST",
            url: registration.tokenEndpoint,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
            body: Array(form.utf8),
            longestAnswer: AccessToken.longestAnswer
        )
        var isGood = false
        defer { metrics.countToken(isGood: isGood) }
        let answer: PlatformAnswer
        do {
            answer = try await http.send(request, policy: registration.outgoing)
        } catch {
            throw .unanswered(error)
        }
        do {
            let token = try AccessToken(status: answer.status, body: answer.body, requested: scopes, now: now)
            isGood = true
            guard token.scopes.isSuperset(of: scopes) else { throw TokenFailure.notGranted }
            return token
        } catch let error as TokenRefusal {
            throw .refused(error, retryAfterSeconds: answer.retryAfterSeconds(now: now))
        } catch {
            throw .notGranted
        }
    }
}
