import Directory
import LTI
import Model

/// Reads a course's members page by page and hands them on (LTI rules N1–N3).
struct RosterReader: Sendable {
    /// What a walk through the pages brought.
    struct Walk: Sendable {
        /// What was read.
        var report: RosterSyncReport
        /// Where changes from now on will be listed.
        var differences: String?
    }

    static let mostMembers = 100_000
    static let secondsLimit = 300.0

    let directory: Directory
    let core: any CoreClient
    let services: PlatformServices
    let clock: WallClock
    /// More members than these are taken for a fault of the platform's.
    var memberLimit = RosterReader.mostMembers

    /// Reads all pages from one on.
    ///
    /// - Parameters:
    ///   - url: the first page.
    ///   - source: whose members.
    ///   - record: the platform.
    ///   - isWhole: whether whoever is not listed is no member; false for a list of changes.
    /// - Returns: what was read.
    /// - Throws: ``ServiceFailure``; `LecternError` `invalid` when there is no end to it; what core and directory throw.
    func read(_ url: WebURL, of source: RosterSource, _ record: PlatformRecord, isWhole: Bool) async throws -> Walk {
        let start = clock.now()
        let end = ContinuousClock.now + .seconds(Self.secondsLimit)
        let caller = PlatformServices.Caller(registration: Registration(record), deployment: source.deploymentID)
        var walk = Walk(report: RosterSyncReport(isWhole: isWhole))
        var seen: Set<WebURL> = []
        var total = 0
        var next: WebURL? = url
        while let page = next {
            guard seen.insert(page).inserted, seen.count <= LinkHeader.longestWalk else {
                throw LecternError.invalid("the platform's list of members has no end")
            }
            // It may be switched off meanwhile, which holds at once (R5).
            guard try await directory.platforms.platform(record.id)?.isActive == true else {
                throw LecternError(.conflict, "The platform is switched off")
            }
            guard .now < end else { throw LecternError.invalid("the platform takes too long to list its members") }
            let answer = try await services.members(page, for: caller)
            total += answer.page.members.count
            guard total <= memberLimit else {
                throw LecternError.invalid("the platform lists more than \(memberLimit) members")
            }
            walk.report.pages += 1
            walk.report.skipped += answer.page.skipped
            walk.differences = answer.differences?.text ?? walk.differences
            try await take(answer.page.members, of: source, record, start, &walk.report)
            next = answer.next
        }
        // An empty list is a fault of the platform's rather than a course that everybody has left.
        if isWhole, total > 0 {
            walk.report.removed = try await core.finishRoster(
                source.course,
                syncStart: start,
                organization: source.organization,
                requestID: Self.requestID(source)
            )
        }
        return walk
    }

    private func take(
        _ members: [Member],
        of source: RosterSource,
        _ record: PlatformRecord,
        _ start: Timestamp,
        _ report: inout RosterSyncReport
    ) async throws {
        for first in stride(from: 0, to: members.count, by: CourseMembers.limit) {
            let piece = members[first..<min(first + CourseMembers.limit, members.count)]
            let people = try await directory.identities.people(
                piece.map { .lti(platform: record.id, user: $0.userID, context: source.contextKey) },
                organization: source.organization
            )
            let entries = zip(piece, people).map { member, person in
                CourseMember(
                    learner: person.learner,
                    name: record.keepsNames ? member.fullName ?? member.userID : member.userID,
                    role: Self.role(of: member),
                    groups: member.groups
                )
            }
            report.count(entries)
            try await core.put(
                CourseMembers(course: source.course, name: source.title ?? "", members: entries, syncStart: start),
                organization: source.organization,
                requestID: Self.requestID(source)
            )
        }
    }

    private static func role(of member: Member) -> CourseMember.Role {
        guard member.status == .active, !member.roles.isTestUser else { return .none }
        if member.roles.isInstructor { return .coach }
        return member.roles.isLearner ? .learner : .none
    }

    private static func requestID(_ source: RosterSource) -> String { "roster-\(source.course)" }
}

extension RosterSyncReport {
    fileprivate mutating func count(_ members: [CourseMember]) {
        for member in members {
            switch member.role {
            case .learner: learners += 1
            case .coach: coaches += 1
            case .none: others += 1
            }
        }
    }
}
