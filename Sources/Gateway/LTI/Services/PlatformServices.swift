import LTI
import Model

/// The calls of the platforms' services: each with a token, and once more with a new one when that is refused (LTI rule
/// T4).
struct PlatformServices: Sendable {
    /// On whose behalf a platform is called.
    struct Caller: Sendable {
        /// The platform.
        let registration: Registration
        /// The deployment, where it is known.
        let deployment: String?
    }

    /// A page of members, with what follows.
    struct Members: Sendable {
        /// The members.
        let page: MemberPage
        /// The next page.
        let next: WebURL?
        /// What will list the changes from now on.
        let differences: WebURL?
    }

    private static let lineItemPages = 100
    private static let scoreAnswer = 65_536
    private static let membersSeconds = 30.0

    private let http: any PlatformCalling
    private let tokens: AccessTokens

    /// Makes the calls' sender.
    init(http: any PlatformCalling, tokens: AccessTokens) {
        self.http = http
        self.tokens = tokens
    }

    /// Sends a request with a token.
    ///
    /// - Throws: ``ServiceFailure`` when there is no token or no answer; an answer is given back whatever its status.
    func send(
        _ request: PlatformRequest,
        for caller: Caller,
        scope: ServiceScope
    ) async throws(ServiceFailure) -> PlatformAnswer {
        let answer = try await sendOnce(request, caller, scope)
        guard answer.status == 401 else { return answer }
        return try await sendOnce(request, caller, scope)
    }

    private func sendOnce(
        _ request: PlatformRequest,
        _ caller: Caller,
        _ scope: ServiceScope
    ) async throws(ServiceFailure) -> PlatformAnswer {
        let (registration, deployment) = (caller.registration, caller.deployment)
        let token: AccessToken
        do {
            token = try await tokens.token(for: registration, deployment: deployment, scopes: [scope])
        } catch {
            throw .token(error)
        }
        var request = request
        request.headers.append(("Authorization", token.authorization))
        do {
            let answer = try await http.send(request, policy: registration.outgoing)
            if answer.status == 401 {
                await tokens.drop(token, of: registration, deployment: deployment, scopes: [scope])
            }
            return answer
        } catch {
            throw .unanswered(error)
        }
    }

    // MARK: - Grades

    /// The line items of a list, all its pages.
    ///
    /// - Parameters:
    ///   - url: the list with its filters.
    ///   - scope: what is granted: to change line items, or to read them.
    ///   - caller: on whose behalf.
    /// - Returns: the line items.
    /// - Throws: ``ServiceFailure``.
    func lineItems(_ url: String, scope: ServiceScope, for caller: Caller) async throws(ServiceFailure) -> [LineItem] {
        var items: [LineItem] = []
        var page = url
        for _ in 0..<Self.lineItemPages {
            let request = PlatformRequest(
                url: page,
                headers: [("Accept", MediaType.lineItems)],
                longestAnswer: LineItem.longestAnswer
            )
            let answer = try await send(request, for: caller, scope: scope)
            guard answer.isSuccess else { throw .status(answer) }
            guard let found = LineItem.page(answer.body) else { throw .malformed("list of line items") }
            items += found
            guard let present = WebURL(page), let next = try Self.next(answer, after: present) else { return items }
            page = next.text
        }
        // A column further on would be made a second time.
        throw .malformed("list of line items without an end")
    }

    /// Makes a line item.
    ///
    /// - Returns: the platform's line item, which has an id.
    /// - Throws: ``ServiceFailure``.
    func create(_ item: LineItem, in lineItems: WebURL, for caller: Caller) async throws(ServiceFailure) -> LineItem {
        let request = PlatformRequest(
            method: "POST",
            url: lineItems.text,
            headers: [("Content-Type", MediaType.lineItem), ("Accept", MediaType.lineItem)],
            body: item.body,
            longestAnswer: LineItem.longestAnswer
        )
        let answer = try await send(request, for: caller, scope: .lineItem)
        guard answer.isSuccess else { throw .status(answer) }
        guard let made = LineItem(answer: answer.body) else { throw .malformed("line item") }
        return made
    }

    /// Sends a score.
    ///
    /// - Returns: the answer, whatever its status.
    /// - Throws: ``ServiceFailure`` when there is no token or no answer.
    func send(
        _ score: ScoreMessage,
        to lineItem: WebURL,
        for caller: Caller
    ) async throws(ServiceFailure) -> PlatformAnswer {
        let request = PlatformRequest(
            method: "POST",
            url: GradeService.scores(of: lineItem),
            headers: [("Content-Type", MediaType.score), ("Accept", "application/json")],
            body: score.body,
            longestAnswer: Self.scoreAnswer
        )
        return try await send(request, for: caller, scope: .score)
    }

    // MARK: - Members

    /// A page of a course's members.
    ///
    /// - Throws: ``ServiceFailure``.
    func members(_ url: WebURL, for caller: Caller) async throws(ServiceFailure) -> Members {
        let request = PlatformRequest(
            url: url.text,
            headers: [("Accept", MediaType.members)],
            deadlineSeconds: Self.membersSeconds,
            longestAnswer: MemberPage.longest
        )
        let answer = try await send(request, for: caller, scope: .roster)
        guard answer.isSuccess else { throw .status(answer) }
        guard let page = MemberPage(answer.body) else { throw .malformed("list of members") }
        return Members(
            page: page,
            next: try Self.next(answer, after: url),
            differences: LinkHeader.differences(answer.values("Link"), after: url)
        )
    }

    /// The next page of a list; nil after the last.
    private static func next(_ answer: PlatformAnswer, after page: WebURL) throws(ServiceFailure) -> WebURL? {
        switch LinkHeader.next(answer.values("Link"), after: page) {
        case .page(let url): url
        case .end: nil
        case .refused: throw .malformed("address of the next page")
        }
    }
}
