import Credentials
import Directory
import Model
import TestSupport
import Testing

/// A lesson with every shape of a step, tokens to open it, and what player data must say.
struct PlayerFixture {
    let world: TestWorld
    let lesson: LessonID
    let version: LessonVersionID
    private let ids: [ExternalID]

    /// Imports the lesson; of the world's organization unless another is named.
    static func make(
        _ world: TestWorld,
        organization: OrganizationID? = nil,
        publish: Bool = true
    ) async throws -> PlayerFixture {
        let ids = (0..<8).map { _ in ExternalID.random() }
        let imported = try await world.directory.lessons.importFile(
            Array(file(ids).utf8),
            organization: organization ?? world.organization,
            publish: publish,
            actor: "test"
        )
        return PlayerFixture(world: world, lesson: imported.lesson, version: imported.version, ids: ids)
    }

    private static func file(_ ids: [ExternalID]) -> String {
        #"""
        {"title": "Halves \"½\"", "tags": ["maths", "Übung"],
         "variables": [{"type": "number", "initialValue": 1e2, "name": "pace"}],
         "sections": [
          {"id": "\#(ids[0])", "title": "Read", "steps": [
            {"id": "\#(ids[1])", "title": "Text", "content": "<p>\u00bd &amp; 1\/2</p>"},
            {"id": "\#(ids[2])", "title": "Blocks", "content": {"z": 1.50, "a": [ ]}},
            {"id": "\#(ids[3])", "title": "Nothing"}]},
          {"id": "\#(ids[4])", "title": "Answer", "steps": [
            {"id": "\#(ids[5])", "title": "Both", "content": "<p>Go</p>",
             "widgets": [{"type": "numeric",  "id": "n", "prompt": "1/2 = ?", "answer": 0.50}, {"id": "t", "type": "text", "text": "ok"}]},
            {"id": "\#(ids[6])", "title": "Widgets", "content": null, "widgets": [{"id": "u", "type": "text", "text": "\u00e9"}]},
            {"id": "\#(ids[7])", "title": "Others", "content": [1, 2], "widgets": [{"id": "v", "type": "text", "text": "x"}]}]}]}
        """#
    }

    /// The member `lesson` of player data.
    func lessonData(status: String = "published") -> String {
        #"""
        {"lesson":{"id":"\#(lesson)","title":"Halves \"½\"","status":"\#(status)",
        "variable_definitions":[{"name":"pace","type":"number","initialValue":1e2}],
        "widget_settings":{"overrides":{}}},
        "sections":[
        {"id":"\#(ids[0])","title":"Read","order_index":0,"steps":[
        {"id":"\#(ids[1])","title":"Text","order_index":0,"content":"<p>\u00bd &amp; 1\/2</p>"},
        {"id":"\#(ids[2])","title":"Blocks","order_index":1,"content":{"z": 1.50, "a": [ ]}},
        {"id":"\#(ids[3])","title":"Nothing","order_index":2,"content":null}]},
        {"id":"\#(ids[4])","title":"Answer","order_index":1,"steps":[
        {"id":"\#(ids[5])","title":"Both","order_index":0,"content":{"html":"<p>Go</p>","widgets":[
        {"type": "numeric",  "id": "n", "prompt": "1/2 = ?", "answer": 0.50},{"id": "t", "type": "text", "text": "ok"}]}},
        {"id":"\#(ids[6])","title":"Widgets","order_index":1,"content":{"html":null,"widgets":[
        {"id": "u", "type": "text", "text": "\u00e9"}]}},
        {"id":"\#(ids[7])","title":"Others","order_index":2,"content":{"blocks":[1, 2],"widgets":[
        {"id": "v", "type": "text", "text": "x"}]}}]}],
        "totalSteps":6,"totalSections":2}
        """#.replacing("\n", with: "")
    }

    /// The whole answer.
    func playerData(attributes: String = "{}", status: String = "published") -> String {
        #"{"lesson":\#(lessonData(status: status)),"userAttributes":\#(attributes)}"#
    }

    func path(_ query: String = "", lesson: (any CustomStringConvertible)? = nil) -> String {
        "/api/public/lessons/\(lesson ?? self.lesson)/player-data\(query.isEmpty ? "" : "?")\(query)"
    }

    /// An embed token for the lesson.
    func token(
        version: LessonVersionID? = nil,
        attributes: String? = nil,
        signedBy: TestWorld.IssuedToken? = nil,
        organization: OrganizationID? = nil
    ) -> String {
        let lesson = TestLesson(id: lesson, version: self.version, title: "", steps: [])
        return world.embedToken(
            lesson: lesson,
            version: version,
            attributes: attributes,
            signedBy: signedBy,
            organization: organization
        )
    }

    /// A preview token, as the command line signs it.
    func preview(
        _ version: LessonVersionID? = nil,
        organization: OrganizationID? = nil,
        keys: LiveKeyRing? = nil
    ) -> String {
        let claims = PreviewClaims(
            lesson: lesson,
            version: version ?? self.version,
            organization: organization ?? world.organization,
            issuedAt: world.clock.now,
            expiresAt: Timestamp(seconds: world.clock.now.seconds + PreviewToken.seconds),
            tokenID: "tok-1"
        )
        return PreviewToken.sign(claims, with: keys ?? world.keys)
    }
}
