import Model
import Storage

extension ProgressCore {
    /// `GET /internal/courses/:course/progress?lesson=…`: how far each learner of the course is.
    func courseProgress(_ segment: Substring, _ query: String, _ principal: Principal) async throws -> CoreResponse {
        let organization = try Self.organization(of: principal)
        guard let course = CourseID(segment), let lesson = Self.values(of: query)["lesson"].flatMap({ LessonID($0) })
        else { throw LoggerRefusal.notFound }
        let progress = try await store.read {
            try CourseProgress.read(course, lesson, organization: organization, $0)
        }
        return Self.answer(progress.write)
    }

    /// `GET /internal/lti-progress?lesson=…&platform=…&user=…`, with `context` for launches from one.
    func ltiProgress(_ query: String, _ principal: Principal) async throws -> CoreResponse {
        let organization = try Self.organization(of: principal)
        let values = Self.values(of: query)
        guard let lesson = values["lesson"].flatMap({ LessonID($0) }), let user = values["user"],
            let platform = values["platform"], !platform.isEmpty
        else { throw LecternError.badRequest("lesson, platform and user must be given") }
        let key = ProgressKey(
            organization: organization,
            lesson: lesson,
            subject: .lti(platform: platform, user: user, context: values["context"])
        )
        let progress = try await store.readSoon { try LTIProgress.find(key, $0) }
        return Self.answer { json in
            json.object { json in
                json.name("record")
                if let progress { progress.write(to: &json) } else { json.null() }
            }
        }
    }
}
