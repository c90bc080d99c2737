import ArgumentParser
import Directory
import Model

extension PlatformCommand {
    struct Legacy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what a platform's users, courses and links were called under LTI 1.1.",
            discussion: """
                Launches bring the old names, and they count when they are proved with an old secret: the file \
                lti11-consumers of the key folder has a line for each consumer key, with one space before its secret.
                """
        )

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                _ = try await directory.platforms.find(platform, organization: organization)
                let names = try await directory.legacyNames.list(platform: platform, organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["KIND", "NAME", "UNDER LTI 1.1", "CONSUMER KEY"],
                        names.map {
                            [$0.kind.rawValue, $0.name.onOneLine, $0.legacyName.onOneLine, $0.consumerKey.onOneLine]
                        }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for name in names { name.write(to: &json) }
                    }
                }
            }
        }
    }
}
