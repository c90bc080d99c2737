public import Model
import Logging
import Storage

extension ProgressCore {
    /// Answers one call; the same bytes whether it came through a socket or not (design §2).
    public func respond(to request: CoreRequest) async -> CoreResponse {
        do {
            return try await route(request)
        } catch let refusal as LoggerRefusal {
            return refusal.response
        } catch let error as LecternError {
            return Self.failure(error)
        } catch StorageError.busy(let message) {
            return Self.failure(LecternError(.unavailable(retryAfterSeconds: 1), "The store is busy: \(message)"))
        } catch {
            Logger(label: "lectern.core").error(
                "request failed",
                metadata: ["requestId": "\(request.requestID)", "target": "\(request.target)", "error": "\(error)"]
            )
            return Self.failure(LecternError(.unexpected, "Internal error"))
        }
    }

    private func route(_ request: CoreRequest) async throws -> CoreResponse {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        let segments = (parts.first ?? "").split(separator: "/")
        let query = parts.count == 2 ? String(parts[1]) : ""
        if segments.starts(with: ["api", "logger"]) {
            return try await routeLogger(request, segments.dropFirst(2), query)
        }
        guard segments.first == "internal" else { throw LoggerRefusal.notFound }
        switch (request.method, segments.count) {
        case (.get, 2) where segments[1] == "progress": return try await lessonProgress(query, request.principal)
        case (.get, 2) where segments[1] == "ready":
            try await check()
            return CoreResponse(status: 200, body: Array("{}".utf8))
        case (.put, 3) where segments[1] == "outlines": return try await putOutline(segments[2], request)
        default: throw LoggerRefusal.notFound
        }
    }

    private func routeLogger(
        _ request: CoreRequest,
        _ segments: ArraySlice<Substring>,
        _ query: String
    ) async throws -> CoreResponse {
        let principal = request.principal
        let path = Array(segments)
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
        let text = isShort ? try await look(read) : try await store.read(read)
        return CoreResponse(status: 200, body: Array(text.text.utf8))
    }

    private static func failure(_ error: LecternError) -> CoreResponse {
        var json = JSONWriter()
        json.object { json in
            json.name("detail")
            json.string(error.message)
        }
        switch error.code {
        case .unavailable(let seconds): return CoreResponse(status: 503, retryAfterSeconds: seconds, body: json.bytes)
        case .notFound: return CoreResponse(status: 404, body: json.bytes)
        case .conflict: return CoreResponse(status: 409, body: json.bytes)
        case .invalid, .badRequest: return CoreResponse(status: 400, body: json.bytes)
        default: return CoreResponse(status: 500, body: json.bytes)
        }
    }

    // MARK: Logger

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

    // MARK: Internal

    /// `GET /internal/progress?lesson=…` with `learner`, or with `platform`, `user` and perhaps `context`.
    private func lessonProgress(_ query: String, _ principal: Principal) async throws -> CoreResponse {
        var values: [String: String] = [:]
        for (name, value) in PercentCoding.query(query) ?? [] { values[name] = value }
        guard let lesson = values["lesson"].flatMap({ LessonID($0) }) else { throw LoggerRefusal.notFound }
        let found = try await look { [values] connection -> LessonProgress? in
            if let learner = values["learner"] {
                return try LessonProgressRepository.embed(
                    lesson,
                    learner: learner,
                    organization: principal.organization,
                    connection
                )
            }
            return try LessonProgressRepository.lti(
                lesson,
                platform: values["platform"] ?? "",
                user: values["user"] ?? "",
                context: values["context"],
                organization: principal.organization,
                connection
            )
        }
        guard let progress = found else { throw LoggerRefusal.notFound }
        return CoreResponse(status: 200, entityTag: progress.entityTag, body: progress.publicBody)
    }

    /// One look-up, on this thread where the engine can.
    private func look<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        if let reads = store.immediate { return try reads.read(body) }
        return try await store.read(body)
    }

    /// `PUT /internal/outlines/:version` with the outline of the version that the principal's credential fixes.
    private func putOutline(_ segment: Substring, _ request: CoreRequest) async throws -> CoreResponse {
        let node = try BodyReader.object(in: request)
        let version = LessonVersionID(segment)
        let scopes = [request.principal.lesson, request.principal.requestedLesson]
        guard let scope = scopes.compactMap(\.self).first(where: { $0.version == version }),
            let outline = LessonOutline(json: node)
        else { throw LecternError.badRequest("The outline is malformed") }
        try await outlines.put(
            outline,
            version: scope.version,
            lesson: scope.lesson,
            organization: request.principal.organization
        )
        return CoreResponse(status: 200, body: Array("{}".utf8))
    }
}
