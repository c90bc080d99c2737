import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern person`.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Give people roles in a whole organization, and list them.",
        discussion: "Coaches of one course only are added with `lectern member add --role coach`.",
        subcommands: [Role.self, List.self]
    )

    struct Role: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a person is to the whole organization.",
            discussion: "A coach or admin of the organization reads what all of its learners do."
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "The person's learnerId, 1 to 255 characters.") var learner: String
        @Option(help: "What the person is from now on.") var role: PersonRole
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let person = RosterPerson(learner: try await roster.learner(learner), name: learner, role: role)
                try await roster.repository.save(person, organization: organization)
                try await roster.note(.personRoleChanged, "\(role.name) \(person.learner)")
                guard json.isOn else { return Console.print("\(learner): \(role.name)") }
                Console.print { person.write(to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List everybody who is known, by name.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let roster = try await OrganizationRoster.open(organization)
                let people = try await roster.repository.people(organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "ROLE", "LEARNER"],
                        people.map { [$0.learner.description, $0.role.name, $0.name] }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for person in people { person.write(to: &json) }
                    }
                }
            }
        }
    }
}
