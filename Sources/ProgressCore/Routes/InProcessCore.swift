public import Model
import Storage

/// Reaches the core in the same process, without a socket (design §2).
public struct InProcessCore: CoreClient {
    private let core: ProgressCore

    /// Wraps a core.
    public init(_ core: ProgressCore) {
        self.core = core
    }

    /// See `CoreClient`.
    public func respond(to request: CoreRequest) async -> CoreResponse {
        await core.respond(to: request)
    }

    /// See `CoreClient`.
    public var immediateProgress: (any ImmediateProgress)? {
        core.store.immediate.map { ImmediateLessonProgress(reads: $0, feed: core.feed) }
    }
}

private struct ImmediateLessonProgress: ImmediateProgress {
    let reads: any ImmediateReads
    let feed: ChangeFeed

    var stamp: UInt64 { reads.stamp }

    func changes(after sequence: Int64) throws -> ProgressChanges {
        try reads.read { try feed.changes(after: sequence, $0) }
    }

    func embedProgress(
        organization: OrganizationID,
        lesson: LessonID,
        learner: String
    ) throws -> EncodedProgress? {
        try reads.read {
            try EmbedProgressRow.encoded(lesson, learner: learner, organization: organization, $0)
        }
    }
}
