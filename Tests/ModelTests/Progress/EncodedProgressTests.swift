import Model
import Testing

@Suite struct EncodedProgressTests {
    @Test(
        arguments: [
            (1, 0, #""1-1-0""#), (15, 16, #""1-f-10""#), (255, 1_748_772_000_000_000, #""1-ff-6367fb5da6800""#),
            (.max, .max, #""1-7fffffffffffffff-7fffffffffffffff""#), (1, -1, #""1-1-ffffffffffffffff""#),
        ] as [(Int64, Int64, String)]
    )
    func theTagIsTheRevisionAndTheTimeOfTheChange(revision: Int64, changedAt: Int64, tag: String) {
        let changedAt = Timestamp(microseconds: changedAt)
        let encoded = EncodedProgress(revision: revision, changedAt: changedAt) { json in json.object { _ in } }
        #expect(String(decoding: encoded.entityTag, as: UTF8.self) == tag)
        #expect(EncodedProgress.entityTag(revision: revision, changedAt: changedAt) == Array(encoded.entityTag))
        #expect(Array(encoded.body) == [0x7B, 0x7D])
        #expect(encoded.compact.entityTag == encoded.entityTag)
        #expect(encoded.compact.body == encoded.body)
    }

    @Test func theTagIsThatOfTheRecord() {
        let record = ProgressFixture.full(.embed(learner: "l"))
        let tag = EncodedProgress.entityTag(revision: record.revision, changedAt: record.changedAt)
        #expect(record.entityTag == String(decoding: tag, as: UTF8.self))
    }
}
