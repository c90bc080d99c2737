import Directory
import Model
import Testing

@Suite struct LessonTests {
    private func written(_ lesson: Lesson) -> String {
        var json = JSONWriter()
        lesson.write(to: &json)
        return json.text
    }

    /// Contract §3.1.
    @Test func aPublishedLessonHasItsMembersInTheContractsOrder() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let id = try await world.lesson("Light", tags: ["bio", "é"], of: organization, publish: false).lesson
        world.clock.advance(seconds: 60)
        _ = try await world.directory.lessons.publish(nil, of: id, organization: organization, actor: "cli")
        let lesson = try #require(try await world.directory.lessons.all(organization: organization).first)
        #expect(
            written(lesson)
                == #"{"id":"\#(id)","title":"Light","status":"published","createdAt":"2025-06-01T10:00:00Z","#
                + #""updatedAt":"2025-06-01T10:01:00Z","tags":["bio","é"]}"#
        )
    }

    @Test func aDraftSaysSoAndNoTagsAreAnEmptyArray() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let id = try await world.lesson("Light", of: organization, publish: false).lesson
        let lesson = try #require(try await world.directory.lessons.all(organization: organization).first)
        #expect(lesson.publishedVersion == nil)
        #expect(
            written(lesson)
                == #"{"id":"\#(id)","title":"Light","status":"draft","createdAt":"2025-06-01T10:00:00Z","#
                + #""updatedAt":"2025-06-01T10:00:00Z","tags":[]}"#
        )
    }
}
