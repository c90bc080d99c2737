import ArgumentParser
import Directory
import Model

/// The command `lectern org`.
struct Org: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create and list organizations, the tenants.",
        subcommands: [Create.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create an organization.")

        @Option(help: "Its name, 1 to 200 characters.") var name: String
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                let organization = try await directory.organizations.create(name: name, actor: "cli")
                guard json.isOn else { return Console.print(organization.id.description) }
                Console.print { Org.write(organization, to: &$0) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all organizations, oldest first.")

        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let organizations = try await Installation.read().openDirectory().organizations.list()
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "NAME", "CREATED"],
                        organizations.map { [$0.id.description, $0.name, $0.createdAt.description] }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for organization in organizations { Org.write(organization, to: &json) }
                    }
                }
            }
        }
    }

    private static func write(_ organization: Organization, to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.id(organization.id)
            json.name("name")
            json.string(organization.name)
            json.name("guest")
            json.bool(organization.isGuest)
            json.name("createdAt")
            json.time(organization.createdAt)
        }
    }
}
