import Model
import Testing

@testable import Gateway

@Suite struct ProgressTargetTests {
    private static let id = "550e8400-e29b-41d4-a716-446655440000"

    private func read(_ target: String) -> (lesson: LessonID, learner: String)? {
        // In the middle of other bytes, as it lies in a head.
        var text = "GET \(target) HTTP/1.1"
        let end = text.utf8.count - 9
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            return ProgressTarget(4..<end, in: bytes).map { ($0.lesson, bytes.text($0.learner)) }
        }
    }

    @Test(arguments: [
        "a", "user-123", "A_b.c~d@e:f+g", "..", String(repeating: "x", count: 255), "0",
    ])
    func plainTargetIsTaken(learner: String) {
        for id in [Self.id, Self.id.uppercased()] {
            let target = read("/api/public/lessons/\(id)/progress/\(learner)")
            #expect(target?.lesson == LessonID(Self.id))
            #expect(target?.learner == learner)
        }
    }

    @Test(arguments: [
        "/api/public/lessons/\(id)/progress/", "/api/public/lessons/\(id)/progress", "/api/public/lessons/\(id)",
        "/api/public/lessons/\(id)/progress/a?x", "/api/public/lessons/\(id)/progress/a%20b",
        "/api/public/lessons/\(id)/progress/a/", "/api/public/lessons/\(id)/progress/a/b",
        "/api/public/lessons/\(id)/progress/a#b", "/api/public/lessons/\(id)/progress/a;b",
        "/api/public/lessons/\(id)/progress/\(String(repeating: "x", count: 256))",
        "/api/public/lessons/\(id)/lti-progress/a", "/api/public/lessons/\(id.dropLast())/progress/a",
        "/api/public/lessons/\(id)0/progress/a", "/api/public/lessons/\(id.replacing("e", with: "g"))/progress/a",
        "/api/public/lessons/\(id.replacing("-", with: "_"))/progress/a", "/API/public/lessons/\(id)/progress/a",
        "//api/public/lessons/\(id)/progress/a", "/api/public/lessons//\(id)/progress/a", "/", "",
    ])
    func otherTargetIsLeft(target: String) {
        #expect(read(target) == nil)
    }
}
