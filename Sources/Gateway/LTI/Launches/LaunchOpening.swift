import Credentials
import Directory
import HTTPTypes
import Hummingbird
import LTI
import Logging
import Model

/// Makes a session of a valid launch, and sends the browser on to what it opens (LTI rules V11, V20, S1).
struct LaunchOpening: Sendable {
    /// How long a session lives, in seconds: a school day.
    static let lifetimeSeconds = 43_200

    let gateway: Gateway
    let launch: Launch
    let platform: PlatformRecord
    let state: String

    func respond(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let purpose = try await purpose()
        if case .refused(let notice) = purpose {
            guard try await gateway.directory.logins.consume(state) else { throw LaunchRefusal.replayed }
            if launch.isNewDeployment {
                await trying("note the platform's deployment", context) {
                    try await gateway.directory.platforms.learn(deployment: launch.deploymentID, of: platform.id)
                }
            }
            return gateway.show(notice, platform: platform.id, request, context)
        }
        // Before there is a grade to send: what is sent depends on it.
        if platform.product == nil, let product = launch.platform?.productFamilyCode {
            await trying("note the platform's product", context) {
                try await gateway.directory.platforms.learn(
                    product: product,
                    of: platform.id,
                    organization: platform.organization
                )
            }
        }
        let ticket = BindingSecret.random()
        let secret = BindingSecret.random()
        let entry = entry(purpose, ticket: ticket, secret: secret)
        guard let session = try await gateway.directory.launches.record(entry) else { throw LaunchRefusal.replayed }
        if let legacy = launch.legacy {
            await trying("note the names of LTI 1.1", context) {
                try await gateway.directory.legacyNames.record(
                    Self.names(legacy, session, launch),
                    platform: platform.id,
                    organization: platform.organization
                )
            }
        }
        let news = LaunchNews(gateway: gateway, launch: launch, platform: platform, session: session)
        await news.tell(opened(purpose), context)
        if session.role == .coach, launch.roster != nil, session.context != nil {
            gateway.lti.rosters.syncSoon(session.course)
        }
        return redirect(to: session, ticket: ticket, secret: secret, request)
    }

    /// Does what a launch can do without: the login is used up, so the person could not try again.
    private func trying(_ what: String, _ context: GatewayContext, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            Logger(label: "lectern.lti").warning(
                "cannot \(what)",
                metadata: ["platform": "\(platform.id)", "requestId": "\(context.requestID)", "error": "\(error)"]
            )
        }
    }

    // MARK: Purpose

    private enum Purpose {
        case lesson(Principal.LessonScope)
        case content
        /// It is valid, and there is nothing to open.
        case refused(FailureNotice)
    }

    private func purpose() async throws -> Purpose {
        switch launch.message {
        case .deepLinking(let settings):
            guard launch.mayChooseContent else { return .refused(choosingNotAllowed(settings)) }
            return .content
        case .resourceLink:
            guard let lesson = namedLesson else { return .refused(Self.noLesson(launch.roles.isInstructor)) }
            do {
                let version = try await gateway.directory.lessons.versionToTake(
                    lesson,
                    pinned: nil,
                    organization: platform.organization
                )
                return .lesson(Principal.LessonScope(lesson: lesson, version: version))
            } catch let error as LecternError where error.code == .notFound {
                return .refused(Self.lessonGone)
            }
        }
    }

    private func opened(_ purpose: Purpose) -> Principal.LessonScope? {
        if case .lesson(let scope) = purpose { scope } else { nil }
    }

    /// The lesson of the custom parameter, which a teacher sets for one link; else that of the target link.
    private var namedLesson: LessonID? {
        if let custom = launch.custom["lesson_id"], let lesson = LessonID(lenient: custom) { return lesson }
        return gateway.lti.site.lesson(in: launch.target)
    }

    private static func noLesson(_ isInstructor: Bool) -> FailureNotice {
        FailureNotice(
            code: "no_lesson",
            status: .notFound,
            explanation: isInstructor
                ? "This link does not say which lesson it opens. Choose a lesson for it in your course."
                : "This link does not open a lesson yet. Your teacher can choose one.",
            advice: "Let the link's target be a lesson's address, or give it the custom parameter lesson_id."
        )
    }

    static let lessonGone = FailureNotice(
        code: "unknown_lesson",
        status: .notFound,
        explanation: "The lesson of this link is not there, or is not published.",
        advice: "The lesson must be published, in the organization to which this platform belongs."
    )

    /// The way back is a choice of nothing (D2).
    private func choosingNotAllowed(_ settings: DeepLinkingSettings) -> FailureNotice {
        var notice = FailureNotice(.choosingNotAllowed)
        let now = gateway.clock.now()
        guard let key = gateway.keys.current.toolKeys?.signing(at: now),
            let answer = try? DeepLinkingResponse(
                [],
                settings: settings,
                registration: launch.registration,
                deploymentID: launch.deploymentID,
                signedWith: key,
                now: now
            )
        else { return notice }
        notice.back = (answer.returnURL.text, answer.token)
        return notice
    }

    // MARK: Recording

    private func entry(_ purpose: Purpose, ticket: BindingSecret, secret: BindingSecret) -> LaunchEntry {
        var lesson: LessonID?
        if case .lesson(let scope) = purpose { lesson = scope.lesson }
        var link: LaunchEntry.Link?
        if case .resourceLink(let claim) = launch.message { link = .init(id: claim.id, title: claim.title) }
        let isVisitor = launch.user == nil
        return LaunchEntry(
            state: state,
            platformID: platform.id,
            organization: platform.organization,
            deploymentID: launch.deploymentID,
            isNewDeployment: launch.isNewDeployment,
            user: launch.user?.subject ?? "anonymous:\(LearnerID.random())",
            isVisitor: isVisitor,
            isTestUser: launch.roles.isTestUser,
            context: launch.context.map { .init(id: $0.id, title: $0.title ?? $0.label) },
            link: link,
            lesson: lesson,
            purpose: launch.isDeepLinking ? .deepLinking : .lesson,
            role: isVisitor ? .visitor : launch.roles.isInstructor ? .coach : .learner,
            isGraded: launch.roles.isGraded,
            lineItem: launch.grades?.lineItem?.text,
            lineItems: launch.grades?.lineItems?.text,
            gradeScopes: launch.grades?.scopes ?? [],
            memberships: launch.roster?.memberships.text,
            details: LaunchDetails(launch).text,
            ticketDigest: ticket.digest.hex,
            secretDigest: secret.digest.hex,
            lifetimeSeconds: Self.lifetimeSeconds
        )
    }

    /// What the platform has proved of names under LTI 1.1; an id that has not changed may be left out (M1).
    private static func names(_ legacy: LegacyIdentity, _ session: LaunchSession, _ launch: Launch) -> [LegacyName] {
        var link: String?
        if case .resourceLink(let claim) = launch.message { link = claim.id }
        let pairs: [(LegacyName.Kind, now: String?, then: String?)] = [
            (.user, launch.user?.subject, legacy.userID), (.context, launch.context?.id, legacy.contextID),
            (.link, link, legacy.resourceLinkID),
        ]
        return pairs.compactMap { kind, now, then in
            guard let now, let then else { return nil }
            return LegacyName(kind: kind, name: now, legacyName: then, consumerKey: legacy.consumerKey)
        }
    }

    // MARK: Redirect

    private func redirect(
        to session: LaunchSession,
        ticket: BindingSecret,
        secret: BindingSecret,
        _ request: Request
    ) -> Response {
        let page = session.lesson.map { gateway.lti.site.lessonURL($0) } ?? gateway.lti.site.base + "/lti/deep-linking"
        var headers = LTIPages.headers
        headers[.contentType] = nil
        headers[.location] = "\(page)?s=\(session.id)&launch=\(ticket.text)"
        let cookies = RequestCookies(request.headers)
        gateway.lti.cookies.delete(.login, state, &headers)
        gateway.lti.cookies.set(
            .session,
            session.id,
            secret,
            lifetimeSeconds: Self.lifetimeSeconds,
            now: gateway.clock.now(),
            beside: cookies,
            &headers
        )
        return Response(status: .seeOther, headers: headers)
    }
}

extension Launch {
    fileprivate var isDeepLinking: Bool { if case .deepLinking = message { true } else { false } }
}
