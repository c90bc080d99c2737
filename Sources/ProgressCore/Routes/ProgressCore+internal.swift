import Model
import Storage

extension ProgressCore {
    /// Answers a call of the gateway's own (design §3); `path` is what follows `/internal`.
    func routeInternal(
        _ request: CoreRequest,
        _ path: [Substring],
        _ query: String
    ) async throws -> CoreResponse {
        let principal = request.principal
        switch (request.method, path.first, path.count) {
        case (.get, "ready", 1):
            try await check()
            return CoreResponse(status: 200, body: Array("{}".utf8))
        case (.get, "progress", 1): return try await lessonProgress(query, principal)
        case (.get, "lti-progress", 1): return try await ltiProgress(query, principal)
        case (.get, "feed", 1): return try await changes(query, principal)
        case (.post, "opened", 1): return try await noteOpening(principal)
        case (.put, "outlines", 2): return try await putOutline(path[1], request)
        case (.get, "courses", 3) where path[2] == "progress":
            return try await courseProgress(path[1], query, principal)
        case (.put, "courses", 3) where path[2] == "members": return try await putMembers(path[1], request)
        case (.post, "courses", 4) where path[2] == "members" && path[3] == "finish":
            return try await finishRoster(path[1], query, principal)
        default: throw LoggerRefusal.notFound
        }
    }

    /// The organization that the gateway itself asks for; refused to all who ask through it.
    static func organization(of principal: Principal) throws(LoggerRefusal) -> OrganizationID {
        guard principal.role == .admin, principal.person == nil else { throw .forbidden }
        return principal.organization
    }

    /// The parameters of a query; of one that is there twice the last counts.
    static func values(of query: String) -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in PercentCoding.query(query) ?? [] { values[name] = value }
        return values
    }

    /// An answer of 200 whose body `write` writes.
    static func answer(_ write: (inout JSONWriter) -> Void) -> CoreResponse {
        var json = JSONWriter()
        write(&json)
        return CoreResponse(status: 200, body: json.bytes)
    }

    /// `GET /internal/progress?lesson=…` with `learner`, or with `platform`, `user` and perhaps `context`.
    private func lessonProgress(_ query: String, _ principal: Principal) async throws -> CoreResponse {
        let values = Self.values(of: query)
        guard let lesson = values["lesson"].flatMap({ LessonID($0) }) else { throw LoggerRefusal.notFound }
        let found = try await store.readSoon { [values] connection -> LessonProgress? in
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
