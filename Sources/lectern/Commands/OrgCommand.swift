import ArgumentParser
import Directory
import Model

/// The command `lectern org`.
struct Org: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create and list organizations, the tenants, and say which sites may show their lessons.",
        subcommands: [Create.self, List.self, Origins.self]
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

    struct Origins: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show or set the origins of the pages that may show an organization's lessons.",
            discussion: """
                An origin is https://host[:port]; https://*.example.org stands for all hosts below example.org, and http:// is for \
                localhost only. All pages around the player count. The next request sees a change.
                """
        )

        @Argument(help: "The organization's id.") var id: OrganizationID
        @Option(parsing: .upToNextOption, help: "Allow these origins and no others, at most \(AllowedOrigins.limit).")
        var set: [String] = []
        @Flag(help: "Allow any origin, as a new organization does.") var any = false
        @OptionGroup var json: JSONOption

        func validate() throws {
            guard !any || set.isEmpty else { throw ValidationError("Give --set or --any, not both.") }
        }

        func run() async throws {
            try await lectern.run {
                let new: AllowedOrigins? = any ? .any : set.isEmpty ? nil : try AllowedOrigins(set)
                let organizations = try Installation.read().openDirectory().organizations
                let organization =
                    if let new {
                        try await organizations.setAllowedOrigins(new, of: id, actor: "cli")
                    } else {
                        try await organizations.find(id)
                    }
                guard json.isOn else {
                    for origin in organization.allowedOrigins.texts ?? ["any"] { Console.print(origin) }
                    return
                }
                Console.print { Org.write(organization, to: &$0) }
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
            json.name("allowedOrigins")
            if let origins = organization.allowedOrigins.texts {
                json.array { json in
                    for origin in origins { json.string(origin) }
                }
            } else {
                json.null()
            }
            json.name("createdAt")
            json.time(organization.createdAt)
        }
    }
}
