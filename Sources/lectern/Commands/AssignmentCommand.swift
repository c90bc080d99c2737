import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern assignment`.
struct AssignmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment",
        abstract: "Assign lessons, quizzes and course sessions to courses and groups.",
        subcommands: [Create.self, Change.self, List.self]
    )

    /// Whether a quiz can be taken.
    enum Activity: EnumerableFlag {
        case active
        case inactive
    }

    /// Whether an assignment is put aside.
    enum Archival: EnumerableFlag {
        case archived
        case unarchived
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Assign something.",
            discussion: """
                Learners start an assigned lesson by the lesson's id, a quiz or course session by the id of the assignment. \
                Give --course and --group as often as there are courses and groups, at least once in all.
                """
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "What is assigned.") var kind: AssignmentKind
        @Option(help: "Its title, 1 to 200 characters; a lesson can do without.") var title: String?
        @Option(help: "The lesson's id, for the kind lesson.") var lesson: LessonID?
        @Option(help: "How many questions a quiz has, 1 to 1000. Default: not known.") var questions: Int?
        @Option(name: .customLong("course"), help: "The id of a course that is given it.") var courses: [CourseID] = []
        @Option(name: .customLong("group"), help: "The id of a group that is given it.") var groups: [GroupID] = []
        @Flag(help: "Whether a quiz can be taken from now on.") var activity: Activity = .active
        @Flag(help: "Put it aside from the beginning.") var archived = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let content = try AssignmentContent(kind, lesson: lesson, questions: questions)
                let roster = try await OrganizationRoster.open(organization)
                if let lesson, try await roster.own(among: [lesson]).isEmpty {
                    throw LecternError(.notFound, "There is no lesson \(lesson) in this organization")
                }
                let draft = AssignmentDraft(
                    content,
                    title: title,
                    targets: courses.map(RosterCollection.course) + groups.map(RosterCollection.group),
                    isActive: activity == .active,
                    isArchived: archived
                )
                let assignment = try await roster.repository.assign(draft, organization: organization)
                try await roster.note(.assignmentCreated, assignment.id)
                guard json.isOn else { return Console.print(assignment.id.description) }
                Console.print { assignment.write(to: &$0) }
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Open, close or archive an assignment.",
            discussion: "A quiz that is closed refuses starts and updates at once. What was recorded stays."
        )

        @Argument(help: "The assignment's id.") var assignment: AssignmentID
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Flag(help: "Whether a quiz can be taken from now on.") var activity: Activity?
        @Flag(help: "Whether it is put aside.") var archival: Archival?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                guard activity != nil || archival != nil else {
                    throw LecternError.invalid("Give --active, --inactive, --archived or --unarchived")
                }
                let roster = try await OrganizationRoster.open(organization)
                let changed = try await roster.repository.change(
                    assignment,
                    isActive: activity.map { $0 == .active },
                    isArchived: archival.map { $0 == .archived },
                    organization: organization
                )
                try await roster.note(.assignmentChanged, assignment)
                guard json.isOn else { return Console.print("\(assignment): \(AssignmentCommand.state(changed))") }
                Console.print { changed.write(to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an organization's assignments, oldest first.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let assignments = try await roster.repository.assignments(organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "KIND", "STATE", "TARGETS", "TITLE"],
                        assignments.map { assignment in
                            [
                                assignment.id.description, assignment.content.kind.name,
                                AssignmentCommand.state(assignment), String(assignment.targets.count),
                                assignment.title ?? "(the lesson's)",
                            ]
                        }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for assignment in assignments { assignment.write(to: &json) }
                    }
                }
            }
        }
    }

    private static func state(_ assignment: Assignment) -> String {
        (assignment.isActive ? "active" : "inactive") + (assignment.isArchived ? ", archived" : "")
    }
}
