import ArgumentParser
import Directory
import Model

/// The command `lectern platform`.
struct PlatformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "platform",
        abstract: "Connect learning platforms (LMS) by LTI 1.3: register, test and switch them.",
        discussion: """
            `config` says what to enter in a platform, `add` takes what it shows afterwards; or `register-url` makes a link \
            with which the platform registers itself. Running servers heed every change with the next request.
            """,
        subcommands: [
            Add.self, Import.self, RegisterURL.self, Config.self, List.self, Show.self, Disable.self, Enable.self,
            EndSessions.self, Test.self, Sync.self, Legacy.self,
        ]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an organization's platforms, oldest first.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                _ = try await directory.organizations.find(organization)
                let platforms = try await directory.platforms.list(organization: organization)
                guard json.isOn else { return PlatformCommand.show(platforms) }
                Console.print { json in
                    json.array { json in
                        for platform in platforms { platform.write(to: &json) }
                    }
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show everything that is known of a platform.")

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let platforms = try Installation.read().openDirectory().platforms
                let found = try await platforms.find(platform, organization: organization)
                guard json.isOn else {
                    for (name, value) in found.shown { Console.print("\(name): \(value)") }
                    return
                }
                Console.print { found.write(to: &$0) }
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse everything from and to a platform, at once.",
            discussion: """
                Logins, launches, lessons that are open, rosters and grades stop; what was recorded stays, and `enable` takes \
                it up again. To end for good what is open, use `end-sessions`.
                """
        )

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run { try await PlatformCommand.setActive(false, platform, organization, json) }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a platform that was disabled work again.")

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run { try await PlatformCommand.setActive(true, platform, organization, json) }
        }
    }

    private static func setActive(
        _ isActive: Bool,
        _ id: String,
        _ organization: OrganizationID,
        _ json: JSONOption
    ) async throws {
        let platforms = try Installation.read().openDirectory().platforms
        let platform = try await platforms.setActive(isActive, id, organization: organization, actor: "cli")
        guard json.isOn else { return Console.print("\(platform.id) is \(platform.state)") }
        Console.print { platform.write(to: &$0) }
    }

    /// Shows platforms as a table.
    static func show(_ platforms: [PlatformRecord]) {
        TextTable.print(
            ["ID", "STATE", "ISSUER", "CLIENT ID", "DEPLOYMENTS", "NAME"],
            platforms.map { platform in
                [
                    platform.id, platform.state, platform.issuer.onOneLine, platform.clientID.onOneLine,
                    platform.deploymentsText, platform.name,
                ]
            }
        )
    }
}
