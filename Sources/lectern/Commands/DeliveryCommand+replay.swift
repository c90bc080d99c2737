import ArgumentParser
import Directory
import Model

extension DeliveryCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a delivery again now, or all that are dead.",
            discussion: """
                Running servers send the learner's present score; one that the platform has already is not sent again.
                """
        )

        @Argument(help: "The delivery's id.") var delivery: String?
        @Flag(help: "All dead deliveries of the organization, or of one of its platforms.") var all = false
        @Option(help: "With --all: only those to the platform with this id.") var platform: String?
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func validate() throws {
            guard all != (delivery != nil) else { throw ValidationError("Give a delivery's id, or --all.") }
            guard all || platform == nil else { throw ValidationError("--platform goes with --all.") }
        }

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                guard let delivery else { return try await replayAll(directory) }
                let replayed = try await directory.grades.replay(delivery, organization: organization, actor: "cli")
                guard json.isOn else { return Console.print("\(delivery) is \(replayed.state.rawValue)") }
                Console.print { json in
                    json.object { replayed.writeMembers(to: &$0) }
                }
            }
        }

        private func replayAll(_ directory: Directory) async throws {
            _ = try await directory.organizations.find(organization)
            if let platform { _ = try await directory.platforms.find(platform, organization: organization) }
            let count = try await directory.grades.replayAll(
                organization: organization,
                platform: platform,
                actor: "cli"
            )
            guard json.isOn else { return Console.print("Replayed \(count) deliveries") }
            Console.print { json in
                json.object { json in
                    json.name("replayed")
                    json.integer(count)
                }
            }
        }
    }
}
