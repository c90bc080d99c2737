import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern roster`.
struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "Load people, courses, groups and assignments in bulk.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load a roster file; see the README for its format.",
            discussion: """
                All of it is stored, or nothing. People who are known already are found by their names; courses, groups and \
                assignments are new ones with each import. The answer tells the ids that the file's keys became.
                """
        )

        @Argument(help: "The roster file, JSON; - for standard input.") var file: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let given = try Roster(try InputFile.read(file, limit: Roster.maximumSize))
                try await Self.checkLessons(of: given, roster)
                let people = try await roster.directory.identities.people(
                    given.names.map { .embed(learner: $0) },
                    organization: organization
                )
                let result = try await roster.repository.importRoster(
                    given,
                    learners: people.map(\.learner),
                    organization: organization
                )
                let summary = Self.summary(result)
                try await roster.note(.rosterImported, summary)
                guard json.isOn else { return Console.print("Imported \(summary)") }
                Console.print { result.write(to: &$0) }
            }
        }

        /// Refuses lessons that are not the organization's.
        private static func checkLessons(of given: Roster, _ roster: OrganizationRoster) async throws {
            let own = try await roster.own(among: Set(given.assignments.compactMap(\.content.lesson)))
            for (index, assignment) in given.assignments.enumerated() {
                guard let lesson = assignment.content.lesson, !own.contains(lesson) else { continue }
                throw LecternError.invalid(
                    "assignments[\(index)].lesson: \(lesson) is no lesson of this organization"
                )
            }
        }

        private static func summary(_ result: RosterResult) -> String {
            """
            \(result.people.count) people, \(result.courses.count) courses, \(result.groups.count) groups, \
            \(result.assignments.count) assignments
            """
        }
    }
}
