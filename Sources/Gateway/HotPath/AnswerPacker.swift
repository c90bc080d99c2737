import CLZ4
import Model

/// Packs texts with LZ4, with a sample text of the same lesson as the dictionary: the answers of a lesson have all names and many
/// values in common, so that a packed one is a fifth of its text.
struct AnswerPacker: Sendable {
    /// LZ4's working memory.
    private final class Stream: Sendable {
        // The pointer never changes; whoever packs has the packer, and so its memory, alone.
        nonisolated(unsafe) let pointer = LZ4_createStream()

        deinit { LZ4_freeStream(pointer) }
    }

    private struct Choice: Sendable {
        var sample: Int
        var tries: Int
    }

    /// A longer text serves as a sample with its beginning.
    private static let longestSample = 4_096
    private static let samplesPerLesson = 4
    /// Entries name their sample in 16 bits.
    private static let samplesAtMost = 65_535

    private let stream = Stream()
    /// Every sample that something was packed with; the first one is empty.
    private var samples: [[UInt8]] = [[]]
    private var choices: [LessonID: Choice] = [:]
    /// How many packed texts need each sample.
    private var uses: [Int] = [0]
    private var room: Int
    private var packed: [UInt8] = []

    /// Makes a packer whose samples take so many bytes at most; lessons beyond are packed without one.
    init(sampleBytes: Int) {
        room = sampleBytes
    }

    /// Packs a text and calls `body` with its packed form and the sample that unpacks it.
    ///
    /// - Returns: what `body` returns; nil when the text cannot be packed.
    mutating func pack<Value>(
        _ text: [UInt8],
        of lesson: LessonID,
        _ body: (UnsafeRawBufferPointer, _ sample: Int) -> Value
    ) -> Value? {
        let choice = choices[lesson] ?? Choice(sample: 0, tries: 0)
        guard let stream = stream.pointer, let bound = Int32(exactly: text.count).map(LZ4_compressBound), bound > 0
        else { return nil }
        if packed.count < Int(bound) { packed = [UInt8](repeating: 0, count: Int(bound)) }
        let count = samples[choice.sample].withUnsafeBytes { sample in
            text.withUnsafeBytes { text in
                packed.withUnsafeMutableBytes { packed in
                    // Also makes the stream forget what it packed before.
                    LZ4_loadDict(stream, sample.characters, Int32(sample.count))
                    return LZ4_compress_fast_continue(
                        stream,
                        text.characters,
                        packed.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(text.count),
                        Int32(packed.count),
                        1
                    )
                }
            }
        }
        guard count > 0 else { return nil }
        // The first text of a lesson is often one of a learner who has done nothing yet, and so a poor sample.
        if count > text.count / 3 { takeSample(text, of: lesson, insteadOf: choice) }
        return packed.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)]), choice.sample) }
    }

    private mutating func takeSample(_ text: [UInt8], of lesson: LessonID, insteadOf choice: Choice) {
        let sample = Array(text.prefix(Self.longestSample))
        guard choice.tries < Self.samplesPerLesson else { return }
        if Self.cost(sample) > room { dropUnused(but: choice.sample) }
        guard Self.cost(sample) <= room else { return }
        let free = samples.indices.dropFirst().first { samples[$0].isEmpty }
        guard let place = free ?? (samples.count < Self.samplesAtMost ? samples.count : nil) else { return }
        if place == samples.count {
            samples.append(sample)
            uses.append(0)
        } else {
            samples[place] = sample
        }
        room -= Self.cost(sample)
        choices[lesson] = Choice(sample: place, tries: choice.tries + 1)
    }

    /// A sample with its lesson's choice.
    private static func cost(_ sample: [UInt8]) -> Int { sample.count + 96 }

    /// Makes room: samples that nothing was packed with, or nothing is left of, may be another lesson's.
    private mutating func dropUnused(but kept: Int) {
        for place in samples.indices.dropFirst() where uses[place] == 0 && place != kept {
            guard !samples[place].isEmpty else { continue }
            room += Self.cost(samples[place])
            samples[place] = []
        }
        choices = choices.filter { $0.value.sample == 0 || !samples[$0.value.sample].isEmpty }
    }

    /// Notes that something packed with a sample is kept.
    mutating func use(_ sample: Int) {
        uses[sample] += 1
    }

    /// Notes that something packed with a sample is gone.
    mutating func release(_ sample: Int) {
        uses[sample] -= 1
    }

    /// Unpacks what ``pack(_:of:_:)`` gave into memory of the text's size; whether it is whole.
    func unpack(_ packed: UnsafeRawBufferPointer, sample: Int, into text: UnsafeMutableRawBufferPointer) -> Bool {
        guard samples.indices.contains(sample) else { return false }
        return samples[sample].withUnsafeBytes { sample in
            LZ4_decompress_safe_usingDict(
                packed.characters,
                text.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(packed.count),
                Int32(text.count),
                sample.characters,
                Int32(sample.count)
            ) == Int32(text.count)
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var characters: UnsafePointer<CChar>? { baseAddress?.assumingMemoryBound(to: CChar.self) }
}
