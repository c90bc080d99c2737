import Directory
import HTTPTypes
import Hummingbird
import Model

/// `GET /api/public/lessons` (contract §3.1).
struct LessonsController: Sendable {
    let gateway: Gateway

    func list(_ request: Request, context: GatewayContext) async throws -> Response {
        try await gateway.withAPIToken(request, context, scope: .lessonsRead) { bearer in
            let organization = bearer.token.organization
            let query = try QueryValues(request, known: ["status", "limit", "cursor", "updatedSince"])
            if let status = query["status"], status != "published" {
                throw LecternError.invalid("status must be published")
            }
            let limit = try Self.limit(query["limit"])
            let updatedSince = try Self.instant(query["updatedSince"])
            let cursor = try Self.cursor(query["cursor"], organization)
            let lessons: [Lesson]
            do {
                // One more than asked tells whether there is a next page.
                lessons = try await gateway.directory.lessons.published(
                    organization: organization,
                    updatedSince: updatedSince,
                    after: cursor,
                    limit: limit + 1
                )
            } catch {
                throw LecternError(.unexpected, "Failed to load lessons", underlying: error)
            }
            let page = lessons.prefix(limit)
            let next = lessons.count > limit ? page.last.map { LessonCursor(after: $0).text(for: organization) } : nil
            var response = gateway.conditional(Self.body(page, next: next), request, &bearer)
            if let next { response.headers[.link] = link(to: next, limit: limit, query) }
            return response
        }
    }

    private static func limit(_ text: String?) throws(LecternError) -> Int {
        guard let text else { return 50 }
        guard let limit = Int(text), (1...100).contains(limit) else {
            throw .invalid("limit must be between 1 and 100")
        }
        return limit
    }

    private static func instant(_ text: String?) throws(LecternError) -> Timestamp? {
        guard let text else { return nil }
        // A plus sign of a zone that was not escaped arrives as a space.
        guard let instant = Timestamp(text.replacing(" ", with: "+")) else {
            throw .invalid("updatedSince must be an ISO 8601 time")
        }
        return instant
    }

    private static func cursor(_ text: String?, _ organization: OrganizationID) throws(LecternError) -> LessonCursor? {
        guard let text else { return nil }
        guard let cursor = LessonCursor(text, for: organization) else { throw .invalid("Invalid cursor") }
        return cursor
    }

    private static func body(_ page: some Sequence<Lesson>, next: String?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("data")
            json.array { json in
                for lesson in page { lesson.write(to: &json) }
            }
            json.name("nextCursor")
            json.string(next)
        }
        return json.bytes
    }

    private func link(to next: String, limit: Int, _ query: QueryValues) -> String {
        var target = "\(gateway.settings.publicURL)/api/public/lessons?limit=\(limit)"
        target += "&cursor=\(PercentCoding.encode(next))"
        if let since = query["updatedSince"] { target += "&updatedSince=\(PercentCoding.encode(since))" }
        return "<\(target)>; rel=\"next\""
    }
}

extension HTTPField.Name {
    fileprivate static let link = HTTPField.Name("Link") ?? .location
}
