import Credentials
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the key folder again every ten seconds and on SIGHUP, so that rotations and retirements need no restart.
struct KeyReloader: Service {
    private static let interval = Duration.seconds(10)

    let keys: LiveKeyRing

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    while (try? await Task.sleep(for: Self.interval)) != nil { reload() }
                }
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { reload() }
                }
            }
        }
    }

    private func reload() {
        do {
            try keys.reload()
        } catch {
            Logger(label: "lectern").error(
                "cannot reload the keys; the present ones stay",
                metadata: ["error": "\(error)"]
            )
        }
    }
}
