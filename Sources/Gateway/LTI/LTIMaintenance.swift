import Directory
import Logging
import Model
public import ServiceLifecycle

/// Deletes what launches leave behind: logins that nobody finished, sessions that have ended, old delivery records.
///
/// Every gateway does; what another has deleted meanwhile is simply not there any more.
public struct LTIMaintenance: Service {
    private static let interval = Duration.seconds(60)
    private static let attemptSeconds = 30.0 * 86_400

    let directory: Directory
    let clock: WallClock

    /// Sweeps once a minute until graceful shutdown.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.interval)) != nil { await sweep() }
        }
    }

    /// Sweeps once; what fails is tried again the next time.
    func sweep() async {
        do {
            _ = try await directory.logins.sweep()
            _ = try await directory.launches.sweep()
            _ = try await directory.grades.prune(before: clock.now().adding(seconds: -Self.attemptSeconds))
        } catch {
            Logger(label: "lectern.lti").error("cannot sweep", metadata: ["error": "\(error)"])
        }
    }
}
