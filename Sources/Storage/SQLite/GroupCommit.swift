import GRDB
import Metrics
import Synchronization

/// Gathers concurrent writes into one transaction and one fsync (design §3).
///
/// A write that arrives while a commit runs joins the next one, so a lone writer waits for one fsync and many share it.
final class GroupCommit: Sendable {
    private struct Job: Sendable {
        /// When it began to wait.
        let since: ContinuousClock.Instant
        /// Runs the work; gives its error.
        let run: @Sendable (SQLiteConnection) -> (any Error)?
        /// Answers the caller; with an error nothing of the work is stored.
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct Queue {
        var jobs: [Job] = []
        var isDraining = false
    }

    /// More than the largest load can queue within its deadline; beyond it a caller is told to come back.
    private static let waitingLimit = 20_000
    /// A write that has waited longer is refused instead of done: its caller has given up (design §9).
    private static let waitingTime = Duration.seconds(10)
    /// Bounds how long the first write of a batch waits for the last.
    private static let batchLimit = 512

    private let writer: DatabaseQueue
    private let queue = Mutex(Queue())
    private let batchSize: Recorder
    private let commitTime: Metrics.Timer

    private let afterCommit: @Sendable () -> Void

    /// Makes a group commit that calls `afterCommit` on the writer's queue after each commit, before anyone is answered.
    init(writer: DatabaseQueue, label: String, afterCommit: @escaping @Sendable () -> Void) {
        self.writer = writer
        self.afterCommit = afterCommit
        self.batchSize = Recorder(label: "lectern_store_batch_writes", dimensions: [("store", label)])
        self.commitTime = Metrics.Timer(label: "lectern_store_commit_seconds", dimensions: [("store", label)])
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = Outcome<Value>()
            let job = Job(
                since: .now,
                run: { connection in
                    do {
                        outcome.value = try body(connection)
                        return nil
                    } catch {
                        return error
                    }
                },
                finish: { error in
                    if let error {
                        continuation.resume(throwing: error)
                    } else if let value = outcome.value {
                        continuation.resume(returning: value)
                    }
                }
            )
            submit(job)
        }
    }

    private func submit(_ job: Job) {
        enum Action { case drain, wait, refuse }
        let action: Action = queue.withLock { queue in
            guard queue.jobs.count < Self.waitingLimit else { return .refuse }
            queue.jobs.append(job)
            defer { queue.isDraining = true }
            return queue.isDraining ? .wait : .drain
        }
        switch action {
        case .drain: writer.asyncWriteWithoutTransaction { [self] in drain($0) }
        case .wait: break
        case .refuse: job.finish(StorageError.busy("too many writes are waiting"))
        }
    }

    private func drain(_ database: Database) {
        while true {
            let batch: [Job] = queue.withLock { queue in
                let batch = Array(queue.jobs.prefix(Self.batchLimit))
                queue.jobs.removeFirst(batch.count)
                if batch.isEmpty { queue.isDraining = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            commit(batch, on: database)
        }
    }

    private func commit(_ batch: [Job], on database: Database) {
        let connection = SQLiteConnection(database)
        var errors: [(any Error)?] = []
        errors.reserveCapacity(batch.count)
        let start = ContinuousClock.now
        do {
            try connection.execute("BEGIN IMMEDIATE", [])
            for job in batch { errors.append(try run(job, on: connection, database)) }
            try connection.execute("COMMIT", [])
        } catch {
            if database.isInsideTransaction { _ = try? connection.execute("ROLLBACK", []) }
            for job in batch { job.finish(error) }
            return
        }
        afterCommit()
        commitTime.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        batchSize.record(batch.count)
        for (job, error) in zip(batch, errors) { job.finish(error) }
    }

    /// Runs one job so that its failure undoes only its own changes; throws when the whole transaction is lost.
    private func run(_ job: Job, on connection: SQLiteConnection, _ database: Database) throws -> (any Error)? {
        guard ContinuousClock.now - job.since < Self.waitingTime else {
            return StorageError.busy("the write waited too long")
        }
        try connection.execute("SAVEPOINT job", [])
        let error = job.run(connection)
        // Some failures (disk full, out of memory) make SQLite roll everything back by itself.
        if let error, !database.isInsideTransaction { throw error }
        if error != nil { try connection.execute("ROLLBACK TO job", []) }
        try connection.execute("RELEASE job", [])
        return error
    }
}

/// Carries a job's value from the writer's queue to its continuation.
///
/// Unchecked because the value is set and then read on the writer's serial queue only.
private final class Outcome<Value>: @unchecked Sendable {
    var value: Value?
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
