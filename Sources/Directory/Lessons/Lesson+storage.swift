import Model
import Storage

extension Lesson {
    /// The columns that ``read(from:)`` expects, in order.
    static let columns = "id, title, tags, published_version_id, created_at, updated_at"

    /// Reads a row of ``columns``.
    static func read(from row: any SQLRow) throws -> Lesson {
        let tags = try JSONParser.parse(row.text(2)).elements ?? []
        return Lesson(
            id: try row.id(0),
            title: row.text(1),
            tags: tags.compactMap(\.string),
            publishedVersion: try row.optionalID(3),
            createdAt: row.time(4),
            updatedAt: row.time(5)
        )
    }

    /// Tags as they are stored, a JSON array.
    static func stored(_ tags: [String]) -> String {
        var json = JSONWriter()
        json.array { json in
            for tag in tags { json.string(tag) }
        }
        return json.text
    }
}
