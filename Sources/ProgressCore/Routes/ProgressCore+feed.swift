import Model
import Storage

extension ProgressCore {
    /// `GET /internal/feed?after=…`: what changed for LTI users since a position, of all organizations; without one the end.
    func changes(_ query: String, _ principal: Principal) async throws -> CoreResponse {
        guard principal.role == .superuser, principal.organization == .installation else {
            throw LoggerRefusal.forbidden
        }
        guard let after = Self.values(of: query)["after"] else {
            return Self.answer(try await store.readSoon(feed.end).write)
        }
        guard let position = Int64(after), position >= 0 else {
            throw LecternError.badRequest("after must be a position in the feed")
        }
        let now = clock.now()
        return Self.answer(try await store.readSoon { try feed.ltiChanges(after: position, at: now, $0) }.write)
    }
}
