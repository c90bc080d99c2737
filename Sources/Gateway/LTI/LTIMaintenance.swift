import Directory
import Logging
import Model
public import ServiceLifecycle

/// Deletes what launches leave behind: logins that nobody finished, sessions that have ended, old delivery records; and
/// invitations that nobody can use any more.
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

    /// Sweeps once; what fails keeps nothing else from being swept, and is tried again the next time.
    func sweep() async {
        await attempt("logins") { _ = try await directory.logins.sweep() }
        await attempt("sessions") { _ = try await directory.launches.sweep() }
        await attempt("deliveries") {
            _ = try await directory.grades.prune(before: clock.now().adding(seconds: -Self.attemptSeconds))
        }
        await attempt("invitations") { _ = try await directory.invitations.sweep() }
    }

    private func attempt(_ what: String, _ sweep: () async throws -> Void) async {
        do {
            try await sweep()
        } catch {
            Logger(label: "lectern.lti").error("cannot sweep", metadata: ["what": "\(what)", "error": "\(error)"])
        }
    }
}
