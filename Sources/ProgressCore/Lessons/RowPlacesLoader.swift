import Logging
import Model
import ServiceLifecycle
import Storage

/// Fills a memory of rows after the start, so that polls of a large table need not search its index first.
struct RowPlacesLoader: Service {
    private static let pieceSize = 10_000

    /// Where in the order of the key a piece ends.
    private struct Position: Sendable {
        let lesson: String
        let platform: String
        let learner: String
    }

    let store: any Store
    let places: RowPlaces

    /// Loads piece by piece, then waits for graceful shutdown.
    func run() async throws {
        do {
            try await load()
        } catch {
            Logger(label: "lectern.core").warning("cannot look where rows are", metadata: ["error": "\(error)"])
        }
        try? await gracefulShutdown()
    }

    private func load() async throws {
        var last: Position? = Position(lesson: "", platform: "", learner: "")
        var loaded = 0
        while let after = last, loaded < places.capacity, !Task.isShuttingDownGracefully {
            // All that is asked for is in the index of the key.
            let piece = try await store.read { [places] connection in
                try connection.query(
                    """
                    SELECT number, lesson_id, platform_id, learner_key FROM lesson_progress
                    WHERE (lesson_id, platform_id, learner_key) > (?1, ?2, ?3)
                    ORDER BY lesson_id, platform_id, learner_key LIMIT ?4
                    """,
                    [
                        .text(after.lesson), .text(after.platform), .text(after.learner), .integer(Self.pieceSize),
                    ]
                ) { row in
                    let position = Position(lesson: row.text(1), platform: row.text(2), learner: row.text(3))
                    if position.platform.isEmpty {
                        places.remember(row.integer(0), for: RowPlaces.hash(try row.id(1), position.learner))
                    }
                    return position
                }
            }
            loaded += piece.count
            last = piece.count < Self.pieceSize ? nil : piece.last
        }
    }
}
