import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern group`.
struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Create and list groups of learners within courses.",
        subcommands: [Create.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a group in a course.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "The course's id.") var course: CourseID
        @Option(help: "Its name, 1 to 200 characters.") var name: String
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let group = try await roster.repository.createGroup(
                    named: name,
                    in: course,
                    organization: organization
                )
                try await roster.note(.groupCreated, group.id)
                guard json.isOn else { return Console.print(group.id.description) }
                Console.print { group.write(to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an organization's groups, oldest first.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Only those of this course.") var course: CourseID?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let groups = try await roster.repository.groups(of: course, organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "COURSE", "NAME"],
                        groups.map { [$0.id.description, $0.course.description, $0.name] }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for group in groups { group.write(to: &json) }
                    }
                }
            }
        }
    }
}
