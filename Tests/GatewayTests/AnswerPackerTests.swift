import Model
import Testing

@testable import Gateway

@Suite struct AnswerPackerTests {
    private typealias Packed = (bytes: [UInt8], sample: Int)

    private func packed(_ packer: inout AnswerPacker, _ text: String, _ lesson: LessonID) -> Packed? {
        packer.pack(Array(text.utf8), of: lesson) { (bytes: Array($0), sample: $1) }
    }

    private func unpacked(_ packer: AnswerPacker, _ packed: Packed, count: Int) -> String? {
        var text = [UInt8](repeating: 0, count: count)
        let isWhole = packed.bytes.withUnsafeBytes { bytes in
            text.withUnsafeMutableBytes { packer.unpack(bytes, sample: packed.sample, into: $0) }
        }
        return isWhole ? String(decoding: text, as: UTF8.self) : nil
    }

    private func text(_ learner: Int) -> String {
        #"{"learnerId":"learner-\#(learner)","status":"in_progress","progressData":{"visits":\#(learner % 9),"a":true}}"#
    }

    @Test func textsComeBackWithAnySample() throws {
        var packer = AnswerPacker(sampleBytes: 10_000)
        let lessons = (0..<3).map { _ in LessonID.random() }
        let kept = try (0..<30).map { try #require(packed(&packer, text($0), lessons[$0 % 3])) }
        for (index, each) in kept.enumerated() {
            #expect(unpacked(packer, each, count: text(index).utf8.count) == text(index))
        }
        #expect(kept.suffix(3).allSatisfy { $0.bytes.count < text(29).utf8.count / 2 })
    }

    @Test func wrongSizeIsNoText() throws {
        var packer = AnswerPacker(sampleBytes: 1_000)
        let kept = try #require(packed(&packer, text(1), .random()))
        let count = text(1).utf8.count
        #expect(unpacked(packer, kept, count: count - 1) == nil)
        #expect(unpacked(packer, kept, count: count + 1) == nil)
        #expect(unpacked(packer, (kept.bytes, 99), count: count) == nil)
        #expect(unpacked(packer, ([], 0), count: count) == nil)
    }

    @Test(arguments: [0, 50, 100, 300])
    func lessonsWithoutASampleArePackedAllTheSame(sampleBytes: Int) throws {
        var packer = AnswerPacker(sampleBytes: sampleBytes)
        for index in 0..<50 {
            let kept = try #require(packed(&packer, text(index), .random()))
            #expect(unpacked(packer, kept, count: text(index).utf8.count) == text(index))
        }
    }

    @Test func roomOfSamplesThatNothingNeedsGoesToOtherLessons() throws {
        var packer = AnswerPacker(sampleBytes: 600)
        let lessons = (0..<20).map { _ in LessonID.random() }
        var kept: [Packed] = []
        for (index, lesson) in lessons.enumerated() {
            for _ in 0..<3 {
                let each = try #require(packed(&packer, text(index), lesson))
                packer.use(each.sample)
                kept.append(each)
            }
            // All but the newest are gone.
            for old in kept.dropLast() { packer.release(old.sample) }
            kept = kept.suffix(1)
            let last = try #require(kept.last)
            #expect(last.bytes.count < text(index).utf8.count / 2, "\(index)")
            #expect(unpacked(packer, last, count: text(index).utf8.count) == text(index))
        }
    }

    @Test func samplesInUseStay() throws {
        var packer = AnswerPacker(sampleBytes: 600)
        var kept: [Packed] = []
        for index in 0..<40 {
            let each = try #require(packed(&packer, text(index), LessonID(high: 1, low: UInt64(index / 2))))
            packer.use(each.sample)
            kept.append(each)
        }
        for (index, each) in kept.enumerated() {
            #expect(unpacked(packer, each, count: text(index).utf8.count) == text(index))
        }
    }

    @Test func poorFirstSampleIsReplaced() throws {
        var packer = AnswerPacker(sampleBytes: 10_000)
        let lesson = LessonID.random()
        _ = packed(&packer, #"{"status":"not_started"}"#, lesson)
        _ = packed(&packer, text(1), lesson)
        let kept = try #require(packed(&packer, text(2), lesson))
        #expect(kept.bytes.count < text(2).utf8.count / 2)
    }
}
