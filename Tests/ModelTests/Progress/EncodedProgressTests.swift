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
        let kept = encoded.withStored { EncodedProgress(stored: $0) }
        #expect(kept?.entityTag == encoded.entityTag)
        #expect(kept?.body == encoded.body)
    }

    @Test(arguments: ["", "{}", #""0-1-1"{}"#, #""10-1-1"{}"#, #""1-1-1"#, #""1-"#])
    func anotherFormIsNotTakenBack(stored: String) {
        #expect(Array(stored.utf8).withUnsafeBytes { EncodedProgress(stored: $0) } == nil)
    }

    @Test func theTagIsThatOfTheRecord() {
        let record = ProgressFixture.full(.embed(learner: "l"))
        let tag = EncodedProgress.entityTag(revision: record.revision, changedAt: record.changedAt)
        #expect(record.entityTag == String(decoding: tag, as: UTF8.self))
    }
}
