import Model

/// Encoded answers by key in bounded memory: packed, in a ring in which the oldest gives way unless it was asked for meanwhile, and
/// an index of sets of eight places.
struct AnswerTable: Sendable {
    /// What an answer is found by.
    struct Key {
        let organization: OrganizationID
        let lesson: LessonID
        let learner: String
        /// With a secret seed: whoever names learners cannot choose where they fall.
        let hash: Int
    }

    private static let ways = 8
    /// The memory that a packed answer takes in the ring where most are small; the index has a place for each such answer.
    private static let smallEntry = 120
    /// A place: four bytes of offset and two of fingerprint.
    private static let placeSize = 6
    /// Longer texts are not kept: few learners have such, and each would push out hundreds of others.
    private static let longestText = 65_536
    /// How many entries may stay for having been used when one is written.
    private static let secondChances = 4

    /// Bytes for the packer's samples.
    private let samples: Int
    private var log: AnswerLog
    private var packer: AnswerPacker
    /// Where the entry of a place begins, in units of the ring, plus one; 0 for none.
    private var offsets: [UInt32]
    private var fingerprints: [UInt16]
    /// The text that was unpacked last.
    private var text: [UInt8] = []

    /// Makes a table of so many bytes in all, beside its working memory.
    init(bytes: Int) {
        samples = bytes / 32
        let sets = max(1, (bytes - samples) / (Self.smallEntry + Self.placeSize) / Self.ways)
        offsets = Array(repeating: 0, count: sets * Self.ways)
        fingerprints = Array(repeating: 0, count: sets * Self.ways)
        log = AnswerLog(bytes: max(0, bytes - samples - offsets.count * Self.placeSize))
        packer = AnswerPacker(sampleBytes: samples)
    }

    /// Whether a further answer of the usual size takes no other's place, but for one of its set.
    var hasRoom: Bool { log.free >= 4 * Self.smallEntry }

    /// The answer of a key.
    mutating func find(_ key: Key) -> EncodedProgress? {
        guard let place = place(of: key) else { return nil }
        log.use(offset(of: place))
        return text.withUnsafeBytes { text in
            EncodedProgress(stored: UnsafeRawBufferPointer(rebasing: text[Self.keySize(key)..<text.count]))
        }
    }

    /// Keeps an answer, if it is not too large, and lets others go for it.
    mutating func keep(_ answer: EncodedProgress, for key: Key) {
        drop(key)
        guard answer.body.count <= Self.longestText else { return }
        let whole = Self.text(of: answer, key)
        let kept = packer.pack(whole, of: key.lesson) { (packed: Array($0), sample: $1) }
        guard let kept else { return }
        let size = AnswerLog.size(ofPacked: kept.packed.count)
        guard size <= min(log.capacity / 8, AnswerLog.largestEntry) else { return }
        makeRoom(for: size)
        let place = freePlace(inSetOf: key.hash)
        let header = AnswerLog.Header(place: place, sample: kept.sample, textCount: whole.count, isUsed: false)
        packer.use(kept.sample)
        kept.packed.withUnsafeBytes { remember(place, log.append($0, header), Self.fingerprint(key.hash)) }
    }

    /// Drops the answer of a key.
    mutating func drop(_ key: Key) {
        if let place = place(of: key) { forget(place) }
    }

    /// Drops all answers.
    mutating func dropAll() {
        log.dropAll()
        packer = AnswerPacker(sampleBytes: samples)
        for place in offsets.indices { offsets[place] = 0 }
    }

    // MARK: Ring

    private mutating func makeRoom(for size: Int) {
        var chances = Self.secondChances
        while !log.hasRoom(for: size) {
            let (offset, oldest) = log.oldest
            var packed: [UInt8]?
            if oldest.place != nil, oldest.isUsed, chances > 0 {
                chances -= 1
                packed = log.withPacked(at: offset) { Array($0) }
            }
            log.dropOldest()
            packer.release(oldest.sample)
            guard let place = oldest.place else { continue }
            offsets[place] = 0
            guard let packed, log.hasRoom(for: AnswerLog.size(ofPacked: packed.count)) else { continue }
            packer.use(oldest.sample)
            var header = oldest
            header.isUsed = false
            packed.withUnsafeBytes { remember(place, log.append($0, header), fingerprints[place]) }
        }
    }

    // MARK: Index

    private mutating func remember(_ place: Int, _ offset: Int, _ fingerprint: UInt16) {
        offsets[place] = UInt32(offset / AnswerLog.unit) + 1
        fingerprints[place] = fingerprint
    }

    private mutating func forget(_ place: Int) {
        log.forget(offset(of: place))
        offsets[place] = 0
    }

    private func offset(of place: Int) -> Int {
        (Int(offsets[place]) - 1) * AnswerLog.unit
    }

    private func firstPlace(of hash: Int) -> Int {
        // The low half as a fraction of all sets, so that their number need be no power of two.
        let low = UInt64(truncatingIfNeeded: hash) & 0xFFFF_FFFF
        return Int((low * UInt64(offsets.count / Self.ways)) >> 32) * Self.ways
    }

    private static func fingerprint(_ hash: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: hash >> 48)
    }

    /// The place of a key, whose text is unpacked then.
    private mutating func place(of key: Key) -> Int? {
        let first = firstPlace(of: key.hash)
        let fingerprint = Self.fingerprint(key.hash)
        for place in first..<first + Self.ways where fingerprints[place] == fingerprint && offsets[place] != 0 {
            if unpack(place), isTextFor(key) { return place }
        }
        return nil
    }

    private mutating func freePlace(inSetOf hash: Int) -> Int {
        let first = firstPlace(of: hash)
        let places = first..<first + Self.ways
        if let free = places.first(where: { offsets[$0] == 0 }) { return free }
        let unused = places.first { !log.header(at: offset(of: $0)).isUsed }
        let chosen = unused ?? first + (hash >> 32 & (Self.ways - 1))
        forget(chosen)
        return chosen
    }

    // MARK: Text

    // The ids in binary, the size of the learner's name and the name, then the answer.

    private static func keySize(_ key: Key) -> Int { 34 + key.learner.utf8.count }

    private static func text(of answer: EncodedProgress, _ key: Key) -> [UInt8] {
        answer.withStored { stored in
            var text: [UInt8] = []
            text.reserveCapacity(keySize(key) + stored.count)
            for half in [key.organization.high, key.organization.low, key.lesson.high, key.lesson.low] {
                withUnsafeBytes(of: half) { text.append(contentsOf: $0) }
            }
            withUnsafeBytes(of: UInt16(truncatingIfNeeded: key.learner.utf8.count)) { text.append(contentsOf: $0) }
            text.append(contentsOf: key.learner.utf8)
            text.append(contentsOf: stored)
            return text
        }
    }

    private mutating func unpack(_ place: Int) -> Bool {
        let offset = offset(of: place)
        let header = log.header(at: offset)
        if text.count != header.textCount {
            // Fewer or more at the end: what stands there is written anew.
            if text.count > header.textCount {
                text.removeLast(text.count - header.textCount)
            } else {
                text.append(contentsOf: repeatElement(0, count: header.textCount - text.count))
            }
        }
        return log.withPacked(at: offset) { packed in
            text.withUnsafeMutableBytes { packer.unpack(packed, sample: header.sample, into: $0) }
        }
    }

    private func isTextFor(_ key: Key) -> Bool {
        text.withUnsafeBytes { text in
            var learner = key.learner
            return text.count >= Self.keySize(key)
                && text.loadUnaligned(as: UInt64.self) == key.organization.high
                && text.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == key.organization.low
                && text.loadUnaligned(fromByteOffset: 16, as: UInt64.self) == key.lesson.high
                && text.loadUnaligned(fromByteOffset: 24, as: UInt64.self) == key.lesson.low
                && Int(text.loadUnaligned(fromByteOffset: 32, as: UInt16.self)) == learner.utf8.count
                && learner.withUTF8 { UnsafeRawBufferPointer($0).elementsEqual(text[34..<34 + $0.count]) }
        }
    }
}
