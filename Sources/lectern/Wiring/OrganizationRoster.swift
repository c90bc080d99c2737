import Directory
import Model
import ProgressCore

/// An organization's roster as commands use it: people go by the names that the organization gives them, and what is done
/// leaves a line in the audit trail.
struct OrganizationRoster {
    let id: OrganizationID
    let repository: RosterRepository
    let directory: Directory
    let clock: WallClock

    /// Opens the stores.
    ///
    /// - Throws: `LecternError` `notFound` when there is no such organization.
    static func open(_ id: OrganizationID) async throws -> OrganizationRoster {
        let installation = try Installation.read()
        let directory = try installation.openDirectory()
        _ = try await directory.organizations.find(id)
        return OrganizationRoster(
            id: id,
            repository: try installation.openCore().roster,
            directory: directory,
            clock: installation.clock
        )
    }

    // MARK: People

    /// The learner that a name stands for, created on first sight.
    ///
    /// - Throws: `LecternError` `invalid` when it can be nobody's name.
    func learner(_ name: String) async throws -> LearnerID {
        guard name.isPlainText(1...255) else {
            throw LecternError.invalid("learner must have 1 to 255 characters and no control characters")
        }
        return try await directory.identities.person(.embed(learner: name), organization: id).learner
    }

    /// The learner that a name stands for, who must have been seen before.
    ///
    /// - Throws: `LecternError` `notFound`.
    func knownLearner(_ name: String) async throws -> LearnerID {
        guard let person = try await directory.identities.known(.embed(learner: name), organization: id) else {
            throw LecternError(.notFound, "There is no learner \(name) in this organization")
        }
        return person.learner
    }

    // MARK: Lessons

    /// Which of some lessons are the organization's.
    func own(among lessons: Set<LessonID>) async throws -> Set<LessonID> {
        let owners = try await directory.lessons.owners(of: lessons)
        return lessons.filter { owners[$0] == id }
    }

    // MARK: Audit

    /// Notes what was done.
    func note(_ action: AuditEntry.Action, _ subject: some CustomStringConvertible) async throws {
        let entry = AuditEntry(
            at: clock.now(),
            organization: id,
            actor: "cli",
            action: action,
            subject: subject.description
        )
        try await directory.audit.append(entry)
    }
}
