import Model

extension ProgressCore {
    /// `PUT /internal/courses/:course/members` with what a platform says of them.
    func putMembers(_ segment: Substring, _ request: CoreRequest) async throws -> CoreResponse {
        let organization = try Self.organization(of: request.principal)
        guard let course = CourseID(segment) else { throw LoggerRefusal.notFound }
        let members = try CourseMembers(course, json: BodyReader.object(in: request))
        try await roster.put(members, organization: organization)
        return Self.answer { $0.object { _ in } }
    }

    /// `POST /internal/courses/:course/members/finish?syncStart=…`, the start in microseconds.
    func finishRoster(_ segment: Substring, _ query: String, _ principal: Principal) async throws -> CoreResponse {
        let organization = try Self.organization(of: principal)
        guard let course = CourseID(segment) else { throw LoggerRefusal.notFound }
        guard let start = Self.values(of: query)["syncStart"].flatMap({ Int64($0) }) else {
            throw LecternError.badRequest("syncStart must be a time in microseconds")
        }
        let removed = try await roster.finishSync(
            of: course,
            begun: Timestamp(microseconds: start),
            organization: organization
        )
        return Self.answer { json in
            json.object { json in
                json.name("removed")
                json.integer(removed)
            }
        }
    }
}
