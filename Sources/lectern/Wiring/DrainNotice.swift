import Operations
import ServiceLifecycle

/// Tells the readiness check that shutdown has begun; last in the group, so the first to hear of it.
struct DrainNotice: Service {
    let draining: Draining

    func run() async throws {
        try? await gracefulShutdown()
        draining.begin()
    }
}
