/// Entity tags in conditional requests (RFC 9110 §13.1.2).
enum EntityTag {
    /// Whether `If-None-Match` names a tag, by weak comparison, or `*`.
    static func matches(_ headers: [String], _ tag: String) -> Bool {
        headers.contains { header in
            header.split(separator: ",").contains { part in
                let candidate = part.drop { $0 == " " || $0 == "\t" }
                guard let end = candidate.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return false }
                let trimmed = candidate[...end]
                return trimmed == "*" || trimmed == tag || trimmed == "W/\(tag)"
            }
        }
    }
}
