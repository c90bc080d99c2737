import Model
import Storage

extension ProgressCore {
    /// Answers a call of the logger API; `path` is what follows `/api/logger`.
    func routeLogger(
        _ request: CoreRequest,
        _ path: [Substring],
        _ query: String
    ) async throws -> CoreResponse {
        let principal = request.principal
        switch (request.method, path.first, path.count) {
        case (.post, "contentsession", 1): return try await startSession(request)
        case (.put, "contentsession", 2): return try await updateSession(path[1], request)
        case (.get, "totalcontentprogress", 2): return try await totalProgress(path[1], principal)
        case (.get, "masterylog", 1):
            return try await logs(query) { try MasteryLogs(connection: $0, principal: principal).list(query) }
        case (.get, "masterylog", 2):
            let id = TryID(lenient: path[1])
            return try await logs(query) { try MasteryLogs(connection: $0, principal: principal).single(id, query) }
        case (.get, "masterylog", 3) where path[2] == "diff":
            let index = PercentCoding.decode(path[1]) ?? ""
            return try await logs(query) {
                try MasteryLogs(connection: $0, principal: principal).difference(index[...], query)
            }
        case (.get, "attemptlog", 1):
            return try await logs(query) { try AttemptLogs(connection: $0, principal: principal).list(query) }
        case (.get, "attemptlog", 2):
            let id = AttemptID(lenient: path[1])
            return try await logs(query) { try AttemptLogs(connection: $0, principal: principal).single(id) }
        default: throw LoggerRefusal.notFound
        }
    }

    /// A page of at most so many entries is read on the caller's thread; longer lists have a thread of their own.
    private static let shortPage = 200

    /// One read of the logs; all its queries see one state.
    private func logs(
        _ query: String,
        _ read: @escaping @Sendable (any SQLConnection) throws -> JSONText
    ) async throws -> CoreResponse {
        let isShort = try LogQuery(query).page.map { $0.size <= Self.shortPage } ?? false
        let text = isShort ? try await store.readSoon(read) : try await store.read(read)
        return CoreResponse(status: 200, body: Array(text.text.utf8))
    }

    private func startSession(_ request: CoreRequest) async throws -> CoreResponse {
        let body = try BodyReader.object(in: request)
        let start = try StartRequest.validate(body)
        let answer = try await sessions.start(start, for: request.principal, try Replay(request))
        return CoreResponse(status: 200, body: Array(answer.text.utf8))
    }

    private func updateSession(_ segment: Substring, _ request: CoreRequest) async throws -> CoreResponse {
        let body = try BodyReader.object(in: request)
        let update = try UpdateRequest.validate(body)
        let answer = try await sessions.update(
            SessionID(lenient: segment),
            update,
            for: request.principal,
            try Replay(request)
        )
        return CoreResponse(status: 200, body: Array(answer.text.utf8))
    }

    // Rules T1 and T2; `me` stands for the caller.
    private func totalProgress(_ segment: Substring, _ principal: Principal) async throws -> CoreResponse {
        guard let learner = principal.person?.learner, segment == "me" || LearnerID(lenient: segment) == learner
        else { throw LoggerRefusal.forbidden }
        let count = try await store.read { try ContentSummary.completedCount(of: learner, $0) }
        var json = JSONWriter()
        json.object { json in
            json.name("id")
            json.id(learner)
            json.name("progress")
            json.integer(count)
        }
        return CoreResponse(status: 200, body: json.bytes)
    }
}
