import Directory
import LTI
import Model
import Synchronization

/// Finds the line item that a link's grades go to, or makes it (LTI rule G2).
struct LineItemFinder: Sendable {
    /// What came of it.
    enum Result: Sendable {
        /// It is this one.
        case found(WebURL)
        /// There is none, and none may be made.
        case none
        /// Somebody else is making it.
        case busy
    }

    private static let leaseSeconds = 60.0
    private static let labelLength = 200

    private let directory: Directory
    private let services: PlatformServices
    private let clock: WallClock
    private let owner: String
    private let busy = BusyLinks()

    /// Makes a finder.
    ///
    /// - Parameters:
    ///   - directory: keeps what was found.
    ///   - services: asks platforms.
    ///   - clock: tells the time.
    ///   - owner: the name of this process among those that share the directory.
    init(directory: Directory, services: PlatformServices, clock: WallClock, owner: String) {
        self.directory = directory
        self.services = services
        self.clock = clock
        self.owner = owner
    }

    /// The line item of a link that has a lesson.
    ///
    /// - Throws: ``ServiceFailure``; what the directory throws.
    func find(
        _ link: ResourceLinkRecord,
        lesson: LessonID,
        for caller: PlatformServices.Caller
    ) async throws -> Result {
        if let known = link.lineItem.flatMap({ WebURL($0) }) { return .found(known) }
        let grades = GradeService(
            scopes: link.scopes,
            lineItems: link.lineItems.flatMap { WebURL($0) },
            lineItem: nil
        )
        guard let lineItems = grades.lineItems, let scope = Self.scope(grades) else { return .none }
        // The lease is the process's, so that after a failure it may try again; within the process one is at it.
        guard busy.take(link.id) else { return .busy }
        defer { busy.giveBack(link.id) }
        let until = clock.now().adding(seconds: Self.leaseSeconds)
        guard try await directory.grades.leaseLineItem(of: link.id, owner: owner, until: until) else { return .busy }
        return try await search(lineItems, scope, link, lesson, caller)
    }

    private func search(
        _ lineItems: WebURL,
        _ scope: ServiceScope,
        _ link: ResourceLinkRecord,
        _ lesson: LessonID,
        _ caller: PlatformServices.Caller
    ) async throws -> Result {
        let resource = "\(lesson)"
        for filtered in [
            GradeService.list(lineItems, resourceLinkID: link.linkID),
            GradeService.list(lineItems, resourceID: resource, tag: LineItem.ownTag),
        ] {
            let items = try await services.lineItems(filtered, scope: scope, for: caller)
            if let found = LineItem.choose(items, link: link.linkID, resource: resource)?.id {
                return try await keep(found, link)
            }
        }
        guard scope == .lineItem else { return .none }
        let item = try LineItem(
            label: try await label(link, lesson),
            scoreMaximum: Grade.maximum,
            resourceLinkID: link.linkID,
            resourceID: resource,
            tag: LineItem.ownTag
        )
        guard let made = try await services.create(item, in: lineItems, for: caller).id else { return .none }
        return try await keep(made, link)
    }

    private static func scope(_ grades: GradeService) -> ServiceScope? {
        [.lineItem, .lineItemReadOnly].first { grades.allows($0) }
    }

    private func keep(_ lineItem: WebURL, _ link: ResourceLinkRecord) async throws -> Result {
        try await directory.grades.setLineItem(lineItem.text, of: link.id)
        return .found(lineItem)
    }

    /// What the column is called.
    private func label(_ link: ResourceLinkRecord, _ lesson: LessonID) async throws -> String {
        let lessons = try await directory.lessons.published([lesson], organization: link.organization)
        let title = lessons.first?.title ?? link.title ?? ""
        let label = title.prefix(Self.labelLength)
        return label.contains { !$0.isWhitespace } ? String(label) : "Lesson"
    }
}

/// The links whose line items this process is looking for.
private final class BusyLinks: Sendable {
    private let links = Mutex<Set<String>>([])

    /// False when somebody has it.
    func take(_ link: String) -> Bool { links.withLock { $0.insert(link).inserted } }

    func giveBack(_ link: String) { links.withLock { _ = $0.remove(link) } }
}
