import Model
import Storage

/// Starts and updates content sessions; each call is one transaction (logger rules S, U; design §5).
struct SessionRepository: Sendable {
    let store: any Store
    let clock: WallClock
    let outlines: OutlineRepository

    /// Starts a session.
    ///
    /// - Parameters:
    ///   - request: what is opened.
    ///   - principal: who opens it.
    ///   - replay: the request's idempotency key; an answer that it has already is given again.
    /// - Throws: ``LoggerRefusal``.
    /// - Returns: the answer of rule S10.
    func start(_ request: StartRequest, for principal: Principal, _ replay: Replay?) async throws -> JSONText {
        let now = clock.now()
        return try await store.write { [outlines] connection in
            try Replay.once(replay, at: now, connection) {
                let start = SessionStart(connection: connection, principal: principal, outlines: outlines, now: now)
                return try start.answer(to: request)
            }
        }
    }

    /// Updates a session.
    ///
    /// - Parameters:
    ///   - id: the session's; nil for what is no id.
    ///   - request: what changes.
    ///   - principal: who changes it.
    ///   - replay: the request's idempotency key; an answer that it has already is given again.
    /// - Throws: ``LoggerRefusal``; `notFound` for a session that is not the caller's, and for nil.
    /// - Returns: the answer of rule U10.
    func update(
        _ id: SessionID?,
        _ request: UpdateRequest,
        for principal: Principal,
        _ replay: Replay?
    ) async throws -> JSONText {
        guard let id else { throw LoggerRefusal.notFound }
        let now = clock.now()
        return try await store.write { [outlines] connection in
            try Replay.once(replay, at: now, connection) {
                let update = SessionUpdate(connection: connection, principal: principal, outlines: outlines, now: now)
                return try update.answer(to: request, session: id)
            }
        }
    }
}
