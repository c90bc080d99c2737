public import Model
public import ServiceLifecycle
import Storage

/// Reaches the core in the same process, without a socket (design §2).
public struct InProcessCore: CoreClient {
    private let core: ProgressCore
    /// See `CoreClient`.
    public let immediateProgress: (any ImmediateProgress)?
    /// What makes reads fast after a start; to be run beside the server.
    public let preparation: any Service

    /// Wraps a core; `rowMemoryBytes` is memory for where the rows of polled learners are, 8 bytes a learner.
    public init(_ core: ProgressCore, rowMemoryBytes: Int = 1_048_576) {
        self.core = core
        let places = RowPlaces(bytes: rowMemoryBytes)
        immediateProgress = core.store.immediate.map { reads in
            ImmediateLessonProgress(reads: reads, feed: core.feed, places: places)
        }
        preparation = RowPlacesLoader(store: core.store, places: places)
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
        try EmbedProgressRow.encoded(lesson, learner: learner, organization: organization, places: places, reads)
    }
}
