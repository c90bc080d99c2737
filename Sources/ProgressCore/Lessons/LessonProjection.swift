import Model

/// The rules that turn logs into lesson progress, without I/O (design §5).
enum LessonProjection {
    /// What an update tells about a lesson.
    struct Update: Sendable {
        /// Whether the learner did something.
        let carriesActivity: Bool
        /// What the player says by itself.
        let state: LessonState?
        /// Where the session's node stands in the version; nil for a node that is no step of it.
        let position: (section: Int, step: Int)?
        /// Whether the lesson's own session has reached progress 1, or every step has.
        let isComplete: Bool
        /// What the attempts change; nil when there were none.
        let results: ItemResultChange?
    }

    /// A record after a session of its lesson was started.
    static func started(_ record: LessonRecord, outline: LessonOutline?, at now: Timestamp) -> LessonRecord {
        var record = record
        record.progress.lastActivityAt = now
        if !record.explicit.contains(.totalSteps), let outline { record.progress.totalSteps = outline.totalSteps }
        return record
    }

    /// A record after an update of one of its sessions.
    ///
    /// - Throws: ``LoggerRefusal`` `fields` when the state contradicts itself; then nothing changes.
    static func updated(
        _ record: LessonRecord,
        by update: Update,
        at now: Timestamp
    ) throws(LoggerRefusal) -> LessonRecord {
        var record = record
        record.progress.lastActivityAt = now
        if update.carriesActivity { start(&record.progress, at: now) }
        derive(update, into: &record)
        if let state = update.state { try take(state, into: &record, at: now) }
        if update.isComplete { complete(&record.progress, at: now) }
        return record
    }

    private static func derive(_ update: Update, into record: inout LessonRecord) {
        if !record.explicit.contains(.position), update.carriesActivity, let position = update.position {
            record.progress.currentSectionIndex = position.section
            record.progress.currentStepIndex = position.step
        }
        guard let results = update.results else { return }
        if !record.explicit.contains(.items) { record.progress.items = .derivedItems }
        if !record.explicit.contains(.score) {
            record.progress.score = sum(record.progress.score, results.score)
            record.progress.maxScore = sum(record.progress.maxScore, results.maxScore)
        }
    }

    /// A sum without the traces of binary fractions.
    private static func sum(_ old: Double?, _ change: Double) -> Double {
        (((old ?? 0) + change) * 1e9).rounded() / 1e9
    }

    private static func take(
        _ state: LessonState,
        into record: inout LessonRecord,
        at now: Timestamp
    ) throws(LoggerRefusal) {
        record.explicit.formUnion(state.members)
        var progress = record.progress
        if let section = state.currentSectionIndex { progress.currentSectionIndex = section }
        if let step = state.currentStepIndex { progress.currentStepIndex = step }
        if let totalSteps = state.totalSteps { progress.totalSteps = totalSteps }
        if let score = state.score { progress.score = score }
        if let maxScore = state.maxScore { progress.maxScore = maxScore }
        if let progressData = state.progressData { progress.progressData = progressData }
        if let variableState = state.variableState { progress.variableState = variableState }
        if let items = state.items { progress.items = items }
        // A loaded record may break the rule; an update that says nothing of scores is not to blame.
        if state.members.contains(.score) { try checkScore(progress) }
        switch state.status {
        case .completed: complete(&progress, at: now)
        case .inProgress: start(&progress, at: now)
        // A status never goes back (contract §7.3).
        case .notStarted, nil: break
        }
        record.progress = progress
    }

    // Contract §7.3: both are null until something scored was seen, and the score is not above its maximum.
    private static func checkScore(_ progress: LessonProgress) throws(LoggerRefusal) {
        switch (progress.score, progress.maxScore) {
        case (nil, nil): return
        case (.some, nil): throw problem("maxScore", .required, "This field is required with a score.")
        case (nil, .some): throw problem("score", .required, "This field is required with a maxScore.")
        case (.some(let score), .some(let maxScore)):
            guard score <= maxScore else {
                throw problem("score", .maximum, "Ensure this value is not above maxScore.")
            }
        }
    }

    private static func problem(_ member: String, _ code: FieldProblem.Code, _ message: String) -> LoggerRefusal {
        .fields([FieldProblem(field: "extra_fields.lesson.\(member)", code: code, message: message)])
    }

    private static func start(_ progress: inout LessonProgress, at now: Timestamp) {
        guard progress.status == .notStarted else { return }
        progress.status = .inProgress
        progress.startedAt = progress.startedAt ?? now
    }

    private static func complete(_ progress: inout LessonProgress, at now: Timestamp) {
        start(&progress, at: now)
        guard progress.status != .completed else { return }
        progress.status = .completed
        progress.completedAt = progress.completedAt ?? now
    }
}
