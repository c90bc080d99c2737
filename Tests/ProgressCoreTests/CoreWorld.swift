import Foundation
import Model
import Storage
import Testing

@testable import ProgressCore

/// A core over a fresh database, with a clock that a test moves.
final class CoreWorld: Sendable {
    let organization = OrganizationID.random()
    let clock = SteppableClock()
    let store: SQLiteStore
    let core: ProgressCore
    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("core-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        store = try SQLiteStore(
            path: url.path + "/progress.db",
            label: "test",
            migrations: ProgressCore.migrations,
            clock: clock.wall
        )
        core = ProgressCore(store: store, clock: clock.wall)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: People

    /// A learner of an embedding site; `lesson` is what the token fixes.
    func embed(
        _ learner: String = "ada",
        id: LearnerID = .random(),
        lesson: TestLesson? = nil,
        attributes: String? = nil,
        organization: OrganizationID? = nil
    ) -> Caller {
        caller(
            .learner,
            Principal.Person(learner: id, subject: .embed(learner: learner), course: nil),
            lesson,
            attributes,
            organization
        )
    }

    /// A user of an LTI platform in one context.
    func lti(
        _ user: String = "u-1",
        id: LearnerID = .random(),
        platform: String = "platform-1",
        context: String?,
        course: CourseID = .random(),
        lesson: TestLesson? = nil
    ) -> Caller {
        let subject = ProgressSubject.lti(platform: platform, user: user, context: context)
        return caller(.learner, Principal.Person(learner: id, subject: subject, course: course), lesson)
    }

    var guest: Caller { caller(.guest, nil) }

    /// An organization's own token, or somebody's who is no learner.
    func staff(_ role: Principal.Role = .admin, organization: OrganizationID? = nil) -> Caller {
        caller(role, nil, nil, nil, organization)
    }

    private func caller(
        _ role: Principal.Role,
        _ person: Principal.Person?,
        _ lesson: TestLesson? = nil,
        _ attributes: String? = nil,
        _ organization: OrganizationID? = nil
    ) -> Caller {
        let principal = Principal(
            organization: organization ?? self.organization,
            role: role,
            person: person,
            lesson: lesson?.scope,
            userAttributes: attributes.map(JSONText.init(trusted:))
        )
        return Caller(world: self, principal: principal)
    }

    // MARK: Lessons

    /// Gives the core a lesson's outline, as a gateway does when it is asked.
    func bring(_ lesson: TestLesson, organization: OrganizationID? = nil) async throws {
        let gateway = embed("gateway", lesson: lesson, organization: organization)
        let answer = try await gateway.send(
            .put,
            "/internal/outlines/\(lesson.version)",
            lesson.outline.jsonText.text
        )
        try #require(answer.status == 200)
    }

    /// A lesson whose outline the core has.
    func lesson() async throws -> TestLesson {
        let lesson = TestLesson()
        try await bring(lesson)
        return lesson
    }

    // MARK: Progress

    /// The progress of an embed learner as sites poll it.
    func progress(_ learner: String = "ada", of lesson: TestLesson) async throws -> Answer {
        try await staff().send(
            .get,
            "/internal/progress?lesson=\(lesson.id)&learner=\(PercentCoding.encode(learner))"
        )
    }

    /// The progress of an LTI user; no context means any.
    func progress(
        user: String,
        platform: String = "platform-1",
        context: String? = nil,
        of lesson: TestLesson
    ) async throws -> Answer {
        var target = "/internal/progress?lesson=\(lesson.id)&platform=\(platform)&user=\(user)"
        if let context { target += "&context=\(context)" }
        return try await staff().send(.get, target)
    }

    func changes(after sequence: Int64 = 0) throws -> ProgressChanges {
        try #require(InProcessCore(core).immediateProgress).changes(after: sequence)
    }

    /// An immediate read.
    func look<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try store.read(body)
    }

    /// What a query of one text column finds, for what no answer shows.
    func column(_ sql: String, _ parameters: [SQLValue] = []) async throws -> [String] {
        try await store.read { try $0.query(sql, parameters) { $0.optionalText(0) ?? "NULL" } }
    }
}
