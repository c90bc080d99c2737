public import Model
import Storage

/// Reaches the core in the same process, without a socket (design §2).
public struct InProcessCore: CoreClient {
    private let core: ProgressCore
    /// See `CoreClient`.
    public let immediateProgress: (any ImmediateProgress)?

    /// Wraps a core.
    ///
    /// - Parameter rowMemoryBytes: memory for where the rows of polled learners are, 16 bytes a learner; 0 for none.
    public init(_ core: ProgressCore, rowMemoryBytes: Int = 1_048_576) {
        self.core = core
        immediateProgress = core.store.immediate.map { reads in
            ImmediateLessonProgress(reads: reads, feed: core.feed, places: RowPlaces(bytes: rowMemoryBytes))
        }
    }

    /// See `CoreClient`.
    public func respond(to request: CoreRequest) async -> CoreResponse {
        await core.respond(to: request)
    }
}

private struct ImmediateLessonProgress: ImmediateProgress {
    let reads: any ImmediateReads
    let feed: ChangeFeed
    let places: RowPlaces

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
            try EmbedProgressRow.encoded(lesson, learner: learner, organization: organization, places: places, $0)
        }
    }
}
