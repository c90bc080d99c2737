import Directory
import LTI
import Logging
import Model

/// Tells the core what a launch brings: who is in the course, and that somebody opens the lesson (design §3).
///
/// A core that is away must not keep anybody out, and hears it with a later launch.
struct LaunchNews: Sendable {
    /// How long a launch waits for the core, in seconds.
    private static let patience = 3.0

    let gateway: Gateway
    let launch: Launch
    let platform: PlatformRecord
    let session: LaunchSession

    /// Tells what the core has not heard of; `lesson` is what is opened.
    func tell(_ lesson: Principal.LessonScope?, _ context: GatewayContext) async {
        let news = [member.map(CoreMemory.Item.member), opening(lesson).map(CoreMemory.Item.opening)].compactMap(\.self)
            .filter { !gateway.lti.told.holds($0, now: gateway.clock.now()) }
        guard !news.isEmpty else { return }
        let isDone: Void? = await withDeadline(seconds: Self.patience) {
            for item in news { await tell(item, context) }
        }
        if isDone == nil { log("it does not answer in time", context) }
    }

    private func tell(_ item: CoreMemory.Item, _ context: GatewayContext) async {
        do {
            switch item {
            case .member(let member):
                try await gateway.core.put(
                    CourseMembers(course: member.course, name: member.courseName, members: [member.entry]),
                    organization: platform.organization,
                    requestID: context.requestID
                )
            case .opening(let opening):
                try await gateway.core.noteOpening(
                    of: opening.lesson,
                    by: session.person,
                    organization: platform.organization,
                    requestID: context.requestID
                )
            }
            gateway.lti.told.insert(item, now: gateway.clock.now())
        } catch {
            guard !Task.isCancelled else { return }
            log("\(error)", context)
        }
    }

    private func log(_ reason: String, _ context: GatewayContext) {
        Logger(label: "lectern.lti").warning(
            "the core did not hear of a launch",
            metadata: ["platform": "\(platform.id)", "requestId": "\(context.requestID)", "error": "\(reason)"]
        )
    }

    /// Whoever may have a grade has a record from the first opening on.
    private func opening(_ lesson: Principal.LessonScope?) -> CoreMemory.Opening? {
        guard let lesson, session.role == .visitor || launch.roles.isGraded else { return nil }
        return CoreMemory.Opening(lesson: lesson, learner: session.learner, course: session.course)
    }

    /// What the launch says of its user as a member of the course; nil where that is nothing.
    private var member: CoreMemory.Member? {
        guard session.role != .visitor, !session.isTestUser, session.context != nil else { return nil }
        let role: CourseMember.Role
        switch session.role {
        case .coach: role = .coach
        case .learner where launch.roles.isLearner: role = .learner
        default: return nil
        }
        // What the launch does not say, the roster may have said before; it stays then.
        let name = platform.keepsNames ? launch.user?.displayName ?? launch.user?.email ?? "" : session.user
        return CoreMemory.Member(
            course: session.course,
            courseName: launch.context?.title ?? launch.context?.label ?? "",
            entry: CourseMember(learner: session.learner, name: name, role: role)
        )
    }
}
