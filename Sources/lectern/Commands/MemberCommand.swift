import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern member`.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Add people to courses and groups, remove and list them.",
        discussion: "People go by the learnerId of embed tokens, which is also what the header Lectern-Learner names.",
        subcommands: [Add.self, Remove.self, List.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a person to a course or group.",
            discussion: """
                Who is added to a group becomes a learner of its course, too. Nothing changes for one who is there already.
                """
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var collection: CollectionOption
        @Option(help: "The person's learnerId, 1 to 255 characters.") var learner: String
        @Option(help: "As what; coaches are of courses only.") var role = CollectionRole.learner
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let target = try collection.chosen()
                let roster = try await OrganizationRoster.open(organization)
                let member = try await roster.repository.add(
                    try await roster.learner(learner),
                    named: learner,
                    to: target,
                    as: role,
                    organization: organization
                )
                try await roster.note(.memberAdded, "\(role.name) \(member.learner) of \(target)")
                guard json.isOn else { return Console.print("\(learner) is a \(role.name) of \(target)") }
                Console.print { member.write(to: &$0) }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a person from a course or group.",
            discussion: "A learner who leaves a course leaves its groups, too. What was recorded stays."
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var collection: CollectionOption
        @Option(help: "The person's learnerId.") var learner: String
        @Option(help: "What the person no longer is.") var role = CollectionRole.learner
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let target = try collection.chosen()
                let roster = try await OrganizationRoster.open(organization)
                let removed = Member(learner: try await roster.knownLearner(learner), name: learner, role: role)
                try await roster.repository.remove(
                    removed.learner,
                    from: target,
                    as: role,
                    organization: organization
                )
                try await roster.note(.memberRemoved, "\(role.name) \(removed.learner) of \(target)")
                guard json.isOn else { return Console.print("\(learner) is no longer a \(role.name) of \(target)") }
                Console.print { removed.write(to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List who is in a course or group.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var collection: CollectionOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let target = try collection.chosen()
                let roster = try await OrganizationRoster.open(organization)
                let members = try await roster.repository.members(of: target, organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "ROLE", "LEARNER"],
                        members.map { [$0.learner.description, $0.role.name, $0.name] }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for member in members { member.write(to: &json) }
                    }
                }
            }
        }
    }
}
