import Model

/// Encoded answers by key in bounded memory: a table of sets of eight places, in which an answer gives way to a newer one when
/// it was not asked for since the last look (the clock algorithm).
///
/// A dictionary would cost as much again as the answers, for its keys and its empty places.
struct AnswerTable: Sendable {
    /// An answer with what it is found by.
    final class Entry: Sendable {
        let organization: OrganizationID
        let lesson: LessonID
        let learner: String
        let answer: EncodedProgress

        init(organization: OrganizationID, lesson: LessonID, learner: String, answer: EncodedProgress) {
            self.organization = organization
            self.lesson = lesson
            self.learner = learner
            self.answer = answer.compact
        }

        func isFor(_ organization: OrganizationID, _ lesson: LessonID, _ learner: String) -> Bool {
            self.learner == learner && self.lesson == lesson && self.organization == organization
        }

        /// The memory that the entry takes, as the allocator counts it.
        var cost: Int {
            let text = learner.utf8.count > 15 ? learner.utf8.count + 48 : 0
            return answer.entityTag.count + answer.body.count + 184 + text
        }
    }

    private static let ways = 8
    /// The smallest answers are about this large; there are not more places than such answers would fill.
    private static let smallestCost = 512

    private let limit: Int
    private var entries: [Entry?]
    private var fingerprints: [UInt16]
    private var isUsed: [Bool]
    private var cost = 0
    private var hand = 0

    /// Makes a table for answers of so many bytes in all.
    init(bytes: Int) {
        limit = bytes
        let sets = max(1, bytes / Self.smallestCost / Self.ways)
        let places = (1 << (Int.bitWidth - 1 - sets.leadingZeroBitCount)) * Self.ways
        entries = Array(repeating: nil, count: places)
        fingerprints = Array(repeating: 0, count: places)
        isUsed = Array(repeating: false, count: places)
    }

    /// Whether a further answer of the usual size takes no other's place, but for one of its set.
    var hasRoom: Bool { cost + 2 * Self.smallestCost <= limit }

    /// The answer of a key.
    mutating func find(
        _ hash: Int,
        _ organization: OrganizationID,
        _ lesson: LessonID,
        _ learner: String
    ) -> EncodedProgress? {
        guard let place = place(hash, organization, lesson, learner) else { return nil }
        isUsed[place] = true
        return entries[place]?.answer
    }

    /// Keeps an answer, if it is not too large, and lets others go for it.
    mutating func keep(_ entry: Entry, _ hash: Int) {
        let added = entry.cost
        guard added <= limit / 8 else { return }
        let place =
            place(hash, entry.organization, entry.lesson, entry.learner) ?? freePlace(inSetOf: hash)
        remove(place)
        entries[place] = entry
        fingerprints[place] = Self.fingerprint(hash)
        isUsed[place] = true
        cost += added
        while cost > limit {
            if isUsed[hand], hand != place { isUsed[hand] = false } else if hand != place { remove(hand) }
            hand = (hand + 1) % entries.count
        }
    }

    /// Drops the answer of a key.
    mutating func drop(_ hash: Int, _ organization: OrganizationID, _ lesson: LessonID, _ learner: String) {
        if let place = place(hash, organization, lesson, learner) { remove(place) }
    }

    /// Drops all answers.
    mutating func dropAll() {
        for place in entries.indices { remove(place) }
    }

    private mutating func remove(_ place: Int) {
        guard let removed = entries[place] else { return }
        cost -= removed.cost
        entries[place] = nil
        fingerprints[place] = 0
    }

    private func firstPlace(of hash: Int) -> Int {
        (hash & (entries.count / Self.ways - 1)) * Self.ways
    }

    /// Never zero, which stands for an empty place.
    private static func fingerprint(_ hash: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: hash >> 48) | 1
    }

    private func place(
        _ hash: Int,
        _ organization: OrganizationID,
        _ lesson: LessonID,
        _ learner: String
    ) -> Int? {
        let first = firstPlace(of: hash)
        let fingerprint = Self.fingerprint(hash)
        for place in first..<first + Self.ways where fingerprints[place] == fingerprint {
            if let entry = entries[place], entry.isFor(organization, lesson, learner) { return place }
        }
        return nil
    }

    private mutating func freePlace(inSetOf hash: Int) -> Int {
        let first = firstPlace(of: hash)
        for place in first..<first + Self.ways where entries[place] == nil { return place }
        for place in first..<first + Self.ways {
            guard isUsed[place] else { return place }
            isUsed[place] = false
        }
        return first + (hash >> 32 & (Self.ways - 1))
    }
}
