import Logging
import Model
public import ServiceLifecycle
import Storage

/// Drops what the core no longer needs to keep, once an hour.
public struct CoreMaintenance: Service {
    private let core: ProgressCore
    private let feedRetentionHours: Int

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - core: whose store is tidied.
    ///   - feedRetentionHours: how long the change feed is kept, 1 or more.
    public init(core: ProgressCore, feedRetentionHours: Int) {
        self.core = core
        self.feedRetentionHours = feedRetentionHours
    }

    /// Runs until graceful shutdown.
    public func run() async {
        let logger = Logger(label: "lectern.core.maintenance")
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let limit = core.clock.now().adding(seconds: Double(-feedRetentionHours) * 3_600)
                    while try await core.feed.prune(before: limit) > 0 {}
                    let now = core.clock.now()
                    while try await core.store.write({ try Replay.prune(at: now, $0) }) > 0 {}
                } catch {
                    logger.error("cannot drop what is no longer needed", metadata: ["error": "\(error)"])
                }
                guard (try? await Task.sleep(for: .seconds(3_600))) != nil else { return }
            }
        }
    }
}
