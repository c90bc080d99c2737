import ArgumentParser
import Directory
import Gateway
import Model

extension PlatformCommand {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call a platform, and say whether logins, keys and grades can work with it.",
            discussion: """
                Asks for the login page, the key set and an access token; nothing is changed on either side. Ends with 69 \
                when something is wrong.
                """
        )

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let platforms = try installation.openDirectory().platforms
                let record = try await platforms.find(platform, organization: organization)
                let probe = PlatformProbe(keys: try installation.keys(), clock: installation.clock)
                let findings = await probe.run(record)
                if !record.isActive {
                    Console.note("The platform is disabled; `lectern platform enable` lets it work again.")
                }
                if json.isOn { Console.print { Self.write(findings, to: &$0) } } else { Self.show(findings) }
                guard findings.allSatisfy(\.isGood) else { throw ExitCode(69) }
            }
        }

        private static func show(_ findings: [ProbeFinding]) {
            TextTable.print(
                ["WHAT", "STATE", "FINDING"],
                findings.map { [$0.subject.rawValue, $0.isGood ? "good" : "wrong", $0.text.onOneLine] }
            )
        }

        private static func write(_ findings: [ProbeFinding], to json: inout JSONWriter) {
            json.object { json in
                json.name("good")
                json.bool(findings.allSatisfy(\.isGood))
                json.name("findings")
                json.array { json in
                    for finding in findings {
                        json.object { json in
                            json.name("subject")
                            json.string(finding.subject.rawValue)
                            json.name("good")
                            json.bool(finding.isGood)
                            json.name("text")
                            json.string(finding.text)
                        }
                    }
                }
            }
        }
    }
}
