import Directory
import Model

extension Gateway {
    /// The caller with the lesson that a start names besides the one that the credential fixes; whether the caller may open it
    /// is the core's decision (logger rule S15).
    func withRequestedLesson(_ call: CoreRequest) async throws -> Principal {
        let principal = call.principal
        // Few starts name a lesson, and what is no JSON is refused by the core.
        guard call.method == .post, principal.person != nil,
            let name = try? JSONParser.parse(call.body)["lesson_id"]?.string, let lesson = LessonID(lenient: name),
            lesson != principal.lesson?.lesson
        else { return principal }
        do {
            let version = try await directory.lessons.versionToTake(
                lesson,
                pinned: nil,
                organization: principal.organization
            )
            return principal.requesting(Principal.LessonScope(lesson: lesson, version: version))
        } catch let error as LecternError where error.code == .notFound {
            return principal
        }
    }
}
