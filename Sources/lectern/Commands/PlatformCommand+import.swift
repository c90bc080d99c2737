import ArgumentParser
import Directory
import Model

extension PlatformCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register the platforms of a file, all of them or none.",
            discussion: """
                The file is a JSON list of objects with name, issuer, client_id, deployment_ids (a list of strings), \
                auth_endpoint, token_endpoint, jwks_url (or jwk or pem: one key) and perhaps token_audience, \
                learn_deployments, local, allow_anonymous, keep_names and product. Importing again changes what is there; \
                deployments are added, never removed. `lectern platform list --json` prints such a file.
                """
        )

        @Argument(help: "The file, JSON; - for standard input.") var file: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Flag(help: "All of them may be on this machine or in a private network; http then works on this machine.")
        var local = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                _ = try await directory.organizations.find(organization)
                let bytes = try InputFile.read(file, limit: PlatformFile.maximumSize)
                let drafts = try PlatformFile(bytes, isLocal: local).drafts
                let platforms = try await directory.platforms.save(drafts, organization: organization, actor: "cli")
                guard json.isOn else { return PlatformCommand.show(platforms) }
                Console.print { json in
                    json.array { json in
                        for platform in platforms { platform.write(to: &json) }
                    }
                }
            }
        }
    }
}
