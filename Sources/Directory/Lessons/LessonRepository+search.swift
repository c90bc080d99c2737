public import Model
import Storage

extension LessonRepository {
    /// The most that ``find(_:organization:from:limit:)`` gives at a time, and that ``published(_:organization:)`` and
    /// ``outlines(of:organization:)`` take.
    public static let longestPage = 200
    /// The most tags that ``tags(organization:)`` gives.
    public static let longestTagList = 500

    /// An organization's published lessons that fit a search, latest update first, then by id.
    ///
    /// - Parameters:
    ///   - search: what is looked for.
    ///   - organization: whose lessons.
    ///   - start: how many of them come before this part.
    ///   - limit: at most this many, never more than ``longestPage``.
    /// - Throws: `StorageError`.
    /// - Returns: the part; its lessons are none when it starts behind the last one.
    public func find(
        _ search: LessonSearch,
        organization: OrganizationID,
        from start: Int = 0,
        limit: Int
    ) async throws -> LessonPage {
        var conditions = """
            organization_id = ?1 AND published_version_id IS NOT NULL
                AND (?2 IS NULL OR replace(\(Self.tagList), ?2, '') <> \(Self.tagList))
            """
        var parameters: [SQLValue] = [.id(organization), .text(search.tag.map(Self.listed))]
        for word in search.words {
            let places = LessonSearch.patterns(for: word).map { pattern in
                parameters.append(.text(pattern))
                return "lower(title) LIKE ?\(parameters.count) ESCAPE '!'"
            }
            conditions += " AND (\(places.joined(separator: " OR ")))"
        }
        let bounds: [SQLValue] = [
            .integer(min(max(limit, 0), Self.longestPage)), .integer(min(max(start, 0), Int(Int32.max))),
        ]
        return try await store.read { [conditions, parameters] connection in
            let total = try connection.first("SELECT count(*) FROM lessons WHERE \(conditions)", parameters) {
                Int($0.integer(0))
            }
            let lessons = try connection.query(
                """
                SELECT \(Lesson.columns) FROM lessons WHERE \(conditions)
                ORDER BY updated_at DESC, id LIMIT ?\(parameters.count + 1) OFFSET ?\(parameters.count + 2)
                """,
                parameters + bounds,
                Lesson.read(from:)
            )
            return LessonPage(lessons: lessons, total: total ?? 0)
        }
    }

    /// The stored tags with a comma before and after each.
    private static let tagList = "(',' || substr(tags, 2, length(tags) - 2) || ',')"

    /// A tag as it stands in ``tagList``.
    private static func listed(_ tag: String) -> String {
        "," + Lesson.stored([tag]).dropFirst().dropLast() + ","
    }

    /// Those of some lessons that an organization has published, in the order given; of more than ``longestPage`` the
    /// first ones.
    ///
    /// - Throws: `StorageError`.
    public func published(_ lessons: [LessonID], organization: OrganizationID) async throws -> [Lesson] {
        let lessons = lessons.prefix(Self.longestPage)
        return try await store.read { connection in
            try lessons.compactMap { lesson in
                try connection.first(
                    """
                    SELECT \(Lesson.columns) FROM lessons
                    WHERE id = ?1 AND organization_id = ?2 AND published_version_id IS NOT NULL
                    """,
                    [.id(lesson), .id(organization)],
                    Lesson.read(from:)
                )
            }
        }
    }

    /// The tags of an organization's published lessons, in order of their letters; at most ``longestTagList``.
    ///
    /// - Throws: `StorageError`.
    public func tags(organization: OrganizationID) async throws -> [String] {
        let lists = try await store.read { connection in
            try connection.query(
                """
                SELECT DISTINCT tags FROM lessons
                WHERE organization_id = ?1 AND published_version_id IS NOT NULL LIMIT 5000
                """,
                [.id(organization)]
            ) { $0.text(0) }
        }
        var tags: Set<String> = []
        for list in lists { tags.formUnion(try JSONParser.parse(list).elements?.compactMap(\.string) ?? []) }
        let sorted = tags.sorted { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
        return Array(sorted.prefix(Self.longestTagList))
    }

    /// What versions of an organization's lessons consist of; unknown ones are absent, and of more than ``longestPage``
    /// those after the first.
    ///
    /// - Throws: `StorageError`.
    public func outlines(
        of versions: [LessonVersionID],
        organization: OrganizationID
    ) async throws -> [LessonVersionID: LessonOutline] {
        let versions = versions.prefix(Self.longestPage)
        return try await store.read { connection in
            var outlines: [LessonVersionID: LessonOutline] = [:]
            for version in versions {
                outlines[version] =
                    try connection.first(
                        """
                        SELECT version.outline FROM lesson_versions version
                        JOIN lessons lesson ON lesson.id = version.lesson_id
                        WHERE version.id = ?1 AND lesson.organization_id = ?2
                        """,
                        [.id(version), .id(organization)]
                    ) { LessonOutline(json: try JSONParser.parse($0.text(0))) } ?? nil
            }
            return outlines
        }
    }
}
