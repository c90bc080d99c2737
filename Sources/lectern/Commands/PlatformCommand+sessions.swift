import ArgumentParser
import Directory
import Model

extension PlatformCommand {
    struct EndSessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End what a platform's launches have opened, at once and for good.",
            discussion: """
                Whoever has a lesson open must open it again from the course; what was recorded stays. New launches are not \
                refused: that is what `disable` does.
                """
        )

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Only the sessions of this user, by the platform's name for them (sub).") var user: String?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                let ended = try await directory.launches.revoke(
                    platform: platform,
                    user: user,
                    organization: organization,
                    actor: "cli"
                )
                guard json.isOn else { return Console.print("Sessions ended: \(ended)") }
                Console.print { json in
                    json.object { json in
                        json.name("ended")
                        json.integer(ended)
                    }
                }
            }
        }
    }
}
