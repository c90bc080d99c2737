import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern course`.
struct CourseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "course",
        abstract: "Create and list an organization's courses.",
        discussion: "A course is a class of learners. Coaches of a course read what its learners do.",
        subcommands: [Create.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a course.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Its name, 1 to 200 characters.") var name: String
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let course = try await roster.repository.createCourse(named: name, organization: organization)
                try await roster.note(.courseCreated, course.id)
                guard json.isOn else { return Console.print(course.id.description) }
                Console.print { course.write(to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an organization's courses, oldest first.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let courses = try await roster.repository.courses(organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "CREATED", "NAME"],
                        courses.map { [$0.id.description, $0.createdAt.description, $0.name] }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for course in courses { course.write(to: &json) }
                    }
                }
            }
        }
    }
}
