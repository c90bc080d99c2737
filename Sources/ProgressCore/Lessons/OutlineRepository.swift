import Model
import Storage
import Synchronization

/// The outlines of lesson versions, as gateways brought them; versions never change, so they are kept in memory.
final class OutlineRepository: Sendable {
    /// Outlines kept in memory at most; beyond it they are read again.
    private static let memoryLimit = 500

    private let store: any Store
    private let memory = Mutex<[LessonVersionID: LessonOutline]>([:])

    init(store: any Store) {
        self.store = store
    }

    /// Takes a version's outline; a second time changes nothing.
    func put(
        _ outline: LessonOutline,
        version: LessonVersionID,
        lesson: LessonID,
        organization: OrganizationID
    ) async throws {
        _ = try await store.write { connection in
            try connection.execute(
                """
                INSERT INTO outlines (version_id, organization_id, lesson_id, outline) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (version_id) DO NOTHING
                """,
                [.id(version), .id(organization), .id(lesson), .json(outline.jsonText)]
            )
        }
    }

    /// The outline of the version that a session takes.
    ///
    /// - Throws: ``LoggerRefusal`` `outlineNeeded` when no gateway brought it yet.
    func needed(_ scope: Principal.LessonScope, _ connection: any SQLConnection) throws -> LessonOutline {
        guard let outline = try outline(of: scope.version, connection) else { throw LoggerRefusal.outlineNeeded }
        return outline
    }

    /// The outline of a version; nil when no gateway brought it yet.
    func outline(of version: LessonVersionID, _ connection: any SQLConnection) throws -> LessonOutline? {
        if let known = memory.withLock({ $0[version] }) { return known }
        let text: String? = try connection.first(
            "SELECT outline FROM outlines WHERE version_id = ?1",
            [.id(version)]
        ) { $0.text(0) }
        guard let text else { return nil }
        guard let outline = LessonOutline(json: try JSONParser.parse(text)) else {
            throw StorageError.corrupt("the outline of version \(version) is malformed")
        }
        memory.withLock { memory in
            if memory.count >= Self.memoryLimit { memory.removeAll() }
            memory[version] = outline
        }
        return outline
    }
}
