import Model
import Synchronization

/// Remembers in fixed memory which row a learner's record was found in, so that the next read need not search the index.
///
/// It is a hint: a row that turns out to be another's is searched for again. So entries are written without a lock, and a
/// newer one may push an older one out.
final class RowPlaces: Sendable {
    /// Places in sets of eight, a line of the processor's cache; each holds a row number in its low half and a fingerprint of
    /// the key in its high half.
    // The pointer never changes, and what it points to is read and written by atomic operations only.
    private nonisolated(unsafe) let places: UnsafeMutablePointer<Atomic<UInt64>>
    private let count: Int
    private static let ways = 8

    /// Makes a memory of at most so many bytes, and of one set at least.
    init(bytes: Int) {
        let size = MemoryLayout<Atomic<UInt64>>.stride
        count = max(1, bytes / size / Self.ways) * Self.ways
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * size, alignment: Self.ways * size)
        places = memory.bindMemory(to: Atomic<UInt64>.self, capacity: count)
        for place in 0..<count { (places + place).initialize(to: Atomic(0)) }
    }

    deinit {
        // Atomics of integers need no deinitialization.
        places.deallocate()
    }

    /// How many rows it can remember at most.
    var capacity: Int { count }

    /// The hash that a learner's record of a lesson is remembered by.
    static func hash(_ lesson: LessonID, _ learner: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(lesson)
        hasher.combine(learner)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The row of a record, if it is remembered.
    func row(_ hash: UInt64) -> Int64? {
        let set = set(of: hash)
        for place in set..<set + Self.ways {
            let entry = places[place].load(ordering: .relaxed)
            if entry >> 32 == hash >> 32, entry != 0 { return Int64(entry & 0xFFFF_FFFF) }
        }
        return nil
    }

    /// Remembers the row of a record; rows beyond 32 bits are not remembered.
    func remember(_ row: Int64, for hash: UInt64) {
        guard row > 0, row <= 0xFFFF_FFFF else { return }
        let set = set(of: hash)
        // In a full set the one goes that the row's low bits pick.
        var chosen = set + Int(row & Int64(Self.ways - 1))
        for place in set..<set + Self.ways {
            let entry = places[place].load(ordering: .relaxed)
            guard entry != 0, entry >> 32 != hash >> 32 else {
                chosen = place
                break
            }
        }
        places[chosen].store((hash >> 32) << 32 | UInt64(row), ordering: .relaxed)
    }

    private func set(of hash: UInt64) -> Int {
        // The low half as a fraction of all sets, so that their number need be no power of two.
        Int(((hash & 0xFFFF_FFFF) * UInt64(count / Self.ways)) >> 32) * Self.ways
    }
}
