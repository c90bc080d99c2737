import Model
import Storage

extension ProgressCore {
    /// `POST /internal/opened`: a launch has opened the principal's lesson, which counts as not started until something
    /// happens in it (contract §7.3); what is there already stays as it is.
    func noteOpening(_ principal: Principal) async throws -> CoreResponse {
        guard let person = principal.person, let scope = principal.lesson, case .lti = person.subject else {
            throw LoggerRefusal.forbidden
        }
        let key = ProgressKey(organization: principal.organization, lesson: scope.lesson, subject: person.subject)
        guard try await store.readSoon({ try LessonProgressRepository.record(key, $0) == nil }) else {
            return Self.answer { $0.object { _ in } }
        }
        let now = clock.now()
        try await store.write { connection in
            // A session may have started meanwhile.
            guard try LessonProgressRepository.record(key, connection) == nil else { return }
            let fresh = LessonProgress(key: key, learner: person.learner, course: person.course, at: now)
            let record = LessonProjection.started(LessonRecord(progress: fresh, explicit: []), outline: nil, at: now)
            try LessonProgressRepository.save(record, insteadOf: nil, at: now, connection)
        }
        return Self.answer { $0.object { _ in } }
    }
}
