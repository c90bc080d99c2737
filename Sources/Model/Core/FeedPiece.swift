/// A piece of the change feed, with the records of LTI users that changed.
public struct FeedPiece: Sendable, Equatable {
    /// The position after this piece.
    public let sequence: Int64
    /// The records of LTI users that changed, each once; nil when it cannot be told which: any may have.
    public let keys: [ProgressKey]?
    /// Whether the feed goes on after this piece.
    public let hasMore: Bool

    /// Makes a piece.
    public init(sequence: Int64, keys: [ProgressKey]?, hasMore: Bool = false) {
        self.sequence = sequence
        self.keys = keys
        self.hasMore = hasMore
    }
}

extension FeedPiece {
    /// Writes what crosses the wire between core and gateway.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("sequence")
            json.integer(Int(sequence))
            json.name("hasMore")
            json.bool(hasMore)
            json.name("keys")
            guard let keys else { return json.null() }
            json.array { json in
                for key in keys { key.write(to: &json) }
            }
        }
    }

    init?(json node: JSONNode) {
        guard let sequence = node["sequence"]?.integer, let hasMore = node["hasMore"]?.bool, let list = node["keys"]
        else { return nil }
        let elements = list.elements
        guard elements != nil || list.isNull else { return nil }
        let keys = elements?.compactMap(ProgressKey.init(json:))
        guard keys?.count == elements?.count else { return nil }
        self.init(sequence: Int64(sequence), keys: keys, hasMore: hasMore)
    }
}

extension ProgressKey {
    fileprivate func write(to json: inout JSONWriter) {
        guard case .lti(let platform, let user, let context) = subject else { return }
        json.object { json in
            json.name("organization")
            json.id(organization)
            json.name("lesson")
            json.id(lesson)
            json.name("platform")
            json.string(platform)
            json.name("user")
            json.string(user)
            json.name("context")
            json.string(context)
        }
    }

    fileprivate init?(json node: JSONNode) {
        guard let organization = node["organization"]?.string.flatMap({ OrganizationID($0) }),
            let lesson = node["lesson"]?.string.flatMap({ LessonID($0) }),
            let platform = node["platform"]?.string, let user = node["user"]?.string, let context = node["context"],
            context.isNull || context.string != nil
        else { return nil }
        let subject = ProgressSubject.lti(platform: platform, user: user, context: context.string)
        self.init(organization: organization, lesson: lesson, subject: subject)
    }
}
