public import Model

/// A lesson as lists show it (contract §3.1).
public struct Lesson: Sendable, Equatable {
    /// Its identifier, the same over all versions.
    public let id: LessonID
    /// The title of the published version, or of the newest where none is published.
    public let title: String
    /// The tags of that version.
    public let tags: [String]
    /// The version that learners take unless a token pins another; nil while nothing is published.
    public let publishedVersion: LessonVersionID?
    /// When the lesson was first imported.
    public let createdAt: Timestamp
    /// When a version was last published, or imported where none is published.
    public let updatedAt: Timestamp
}

extension Lesson {
    /// Writes the element of the lesson list.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(id)
            json.name("title")
            json.string(title)
            json.name("status")
            json.string(publishedVersion == nil ? "draft" : "published")
            json.name("createdAt")
            json.time(createdAt)
            json.name("updatedAt")
            json.time(updatedAt)
            json.name("tags")
            json.array { json in
                for tag in tags { json.string(tag) }
            }
        }
    }
}
