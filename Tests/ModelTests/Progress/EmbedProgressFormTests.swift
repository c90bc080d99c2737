import Model
import Testing

@Suite struct EmbedProgressFormTests {
    /// Writes the name of each member it is asked for.
    private struct Names: EmbedProgressSource {
        func write(_ member: EmbedProgressMember, to json: inout JSONWriter) { json.string("\(member)") }
    }

    @Test func eachMemberIsAskedForUnderItsOwnName() throws {
        var json = JSONWriter()
        Names().writeEmbed(lesson: LessonID(high: 0, low: 1), learner: "l\"", to: &json)
        let members = try #require(try JSONParser.parse(json.text).members)
        #expect(members.count == 15)
        #expect(members.map { $0.value.string ?? "" }.prefix(2) == ["00000000-0000-0000-0000-000000000001", "l\""])
        for (name, value) in members.dropFirst(2) { #expect(value.string == name) }
    }

    @Test func aRecordIsWrittenTheSameWay() {
        let record = ProgressFixture.full(.embed(learner: "l"))
        var json = JSONWriter()
        record.writeEmbed(lesson: record.key.lesson, learner: "l", to: &json)
        #expect(json.bytes == record.publicBody)
    }
}
