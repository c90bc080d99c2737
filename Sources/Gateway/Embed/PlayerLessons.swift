import Directory
import Model
import NIOCore
import Synchronization

/// Encoded lessons in bounded memory, so that a class that opens one lesson has it read and encoded once.
///
/// Versions never change, so nothing has to be dropped but for room: what was not asked for longest goes first.
final class PlayerLessons: Sendable {
    private struct Key: Hashable, Sendable {
        let version: LessonVersionID
        let isDraft: Bool
    }

    private enum Place: Sendable {
        case loading(Task<PlayerLesson, any Error>)
        case ready(PlayerLesson, lastUse: UInt64)
    }

    private struct State: Sendable {
        var places: [Key: Place] = [:]
        var bytes = 0
        var uses: UInt64 = 0
    }

    private let lessons: LessonRepository
    private let limit: Int
    private let state = Mutex(State())

    /// Makes a memory of so many bytes.
    init(lessons: LessonRepository, limit: Int) {
        self.lessons = lessons
        self.limit = limit
    }

    /// A version as players get it.
    ///
    /// - Throws: `LecternError` `notFound` when it is gone; `StorageError`.
    func lesson(_ version: LessonVersionID, isDraft: Bool) async throws -> PlayerLesson {
        let key = Key(version: version, isDraft: isDraft)
        let place = state.withLock { state in
            state.uses += 1
            switch state.places[key] {
            case .ready(let lesson, _): state.places[key] = .ready(lesson, lastUse: state.uses)
            case .loading: break
            // One load for all who ask meanwhile; each of them waits for it.
            case nil: state.places[key] = .loading(Task { try await self.load(key) })
            }
            return state.places[key]
        }
        switch place {
        case .ready(let lesson, _): return lesson
        case .loading(let task): return try await task.value
        case nil: return try await load(key)
        }
    }

    private func load(_ key: Key) async throws -> PlayerLesson {
        do {
            guard let document = try await lessons.document(of: key.version) else { throw LecternError.lessonNotFound }
            let lesson = try PlayerLesson(document: document, isDraft: key.isDraft)
            state.withLock { keep(lesson, key, &$0) }
            return lesson
        } catch {
            state.withLock { _ = $0.places.removeValue(forKey: key) }
            throw error
        }
    }

    private func keep(_ lesson: PlayerLesson, _ key: Key, _ state: inout State) {
        state.places[key] = nil
        let added = lesson.head.readableBytes
        guard added <= limit else { return }
        while state.bytes + added > limit, let oldest = oldest(state) {
            state.places[oldest.key] = nil
            state.bytes -= oldest.bytes
        }
        state.places[key] = .ready(lesson, lastUse: state.uses)
        state.bytes += added
    }

    /// Looked for one by one: this happens with a load, which costs far more.
    private func oldest(_ state: State) -> (key: Key, bytes: Int)? {
        let ready = state.places.compactMap { key, place in
            if case .ready(let lesson, let lastUse) = place { (key, lesson.head.readableBytes, lastUse) } else { nil }
        }
        return ready.min { $0.2 < $1.2 }.map { ($0.0, $0.1) }
    }
}
