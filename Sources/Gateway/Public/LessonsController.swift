import Directory
import HTTPTypes
import Hummingbird
import Model
import NIOCore

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
                    organization: organization, updatedSince: updatedSince, after: cursor, limit: limit + 1)
            } catch {
                throw LecternError(.unexpected, "Failed to load lessons", underlying: error)
            }
            let page = lessons.prefix(limit)
            let next = lessons.count > limit ? page.last.map { LessonCursor(after: $0).text(for: organization) } : nil
            return answer(page, next: next, limit: limit, query)
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

    private func answer(_ page: some Sequence<Lesson>, next: String?, limit: Int, _ query: QueryValues) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("data")
            json.array { json in
                for lesson in page { lesson.write(to: &json) }
            }
            json.name("nextCursor")
            json.string(next)
        }
        var headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8",
            .cacheControl: "private, no-cache",
            .vary: "Authorization",
        ]
        if let next {
            var target = "\(gateway.settings.publicURL)/api/public/lessons?limit=\(limit)"
            target += "&cursor=\(PercentCoding.encode(next))"
            if let since = query["updatedSince"] { target += "&updatedSince=\(PercentCoding.encode(since))" }
            headers[.link] = "<\(target)>; rel=\"next\""
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}

extension HTTPField.Name {
    fileprivate static let link = HTTPField.Name("Link") ?? .location
}
