import Directory
import Model
import ProgressCore

/// Loads progress records from a file, in pieces of one transaction each.
struct ProgressLoader {
    private static let pieceSize = 5_000
    private static let lineLimit = 4 * 1_048_576

    /// What lines say of a course; said once, it need not be checked again.
    private struct GivenCourse: Hashable {
        let course: CourseID
        let platform: String
        let context: String?
    }

    let directory: Directory
    let core: ProgressCore
    let organization: OrganizationID
    let clock: WallClock

    /// Loads a whole file.
    ///
    /// - Throws: `LecternError` `invalid` that names the line, `notFound` for the organization.
    func load(_ file: InputFile) async throws -> (records: Int, unknownLessons: Int) {
        _ = try await directory.organizations.find(organization)
        var bar = ProgressBar("Loading", total: file.size)
        defer { bar.finish() }
        var known: [LessonID: Bool] = [:]
        var courses: Set<GivenCourse> = []
        var number = 0
        var records = 0
        var bytes = 0
        var isAtEnd = false
        while !isAtEnd {
            var piece: [(number: Int, line: ProgressLine)] = []
            while piece.count < Self.pieceSize {
                guard let text = try file.line(limit: Self.lineLimit) else {
                    isAtEnd = true
                    break
                }
                number += 1
                bytes += text.count + 1
                if text.isEmpty { continue }
                piece.append((number, try Self.named(number) { () throws(LecternError) in try ProgressLine(text) }))
            }
            try await check(piece, &known)
            try await adoptCourses(piece, &courses)
            let people = try await directory.identities.people(piece.map(\.line.subject), organization: organization)
            let now = clock.now()
            let loaded = zip(piece, people).map { entry, person in
                entry.line.record(organization: organization, person: person, at: now)
            }
            try await core.lessons.load(loaded, at: now)
            records += loaded.count
            bar.show(bytes)
        }
        let entry = AuditEntry(
            at: clock.now(),
            organization: organization,
            actor: "cli",
            action: .progressImported,
            subject: "\(records) records"
        )
        try await directory.audit.append(entry)
        return (records, known.count { !$0.value })
    }

    /// Refuses lessons of other organizations, and remembers which are not imported yet.
    private func check(_ piece: [(number: Int, line: ProgressLine)], _ known: inout [LessonID: Bool]) async throws {
        let new = Set(piece.map(\.line.lesson)).subtracting(known.keys)
        guard !new.isEmpty else { return }
        let owners = try await directory.lessons.owners(of: new)
        for (number, line) in piece where new.contains(line.lesson) {
            guard let owner = owners[line.lesson] else {
                known[line.lesson] = false
                continue
            }
            guard owner == organization else {
                throw LecternError.invalid("line \(number): lessonId \(line.lesson) is no lesson of this organization")
            }
            known[line.lesson] = true
        }
    }

    private func adoptCourses(
        _ piece: [(number: Int, line: ProgressLine)],
        _ courses: inout Set<GivenCourse>
    ) async throws {
        for (number, line) in piece {
            guard case .lti(let platform, _, let context) = line.subject, let course = line.course,
                courses.insert(GivenCourse(course: course, platform: platform, context: context)).inserted
            else { continue }
            do {
                try await directory.identities.adopt(
                    course: course,
                    platform: platform,
                    context: context,
                    organization: organization
                )
            } catch let error as LecternError {
                throw LecternError(error.code, "line \(number): \(error.message)")
            }
        }
    }

    private static func named<Value>(
        _ number: Int,
        _ body: () throws(LecternError) -> Value
    ) throws(LecternError) -> Value {
        do {
            return try body()
        } catch {
            throw LecternError(error.code, "line \(number): \(error.message)")
        }
    }
}
