import ArgumentParser
import Directory
import Model

/// The command `lectern audit`.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was done with an organization's tokens, lessons, courses and people, newest first."
    )

    @Option(help: "The organization's id. Default: what concerns the whole installation, such as operator tokens.")
    var organization: OrganizationID?
    @Option(help: "At most this many entries, 1 to 1000.") var limit = 100
    @OptionGroup var json: JSONOption

    func run() async throws {
        try await lectern.run {
            guard (1...1_000).contains(limit) else { throw LecternError.invalid("limit must be between 1 and 1000") }
            let directory = try Installation.read().openDirectory()
            if let organization { _ = try await directory.organizations.find(organization) }
            let entries = try await directory.audit.latest(of: organization ?? .installation, limit: limit)
            guard json.isOn else {
                return TextTable.print(
                    ["TIME", "ACTOR", "ACTION", "SUBJECT", "ADDRESS"],
                    entries.map { entry in
                        [
                            entry.at.description, entry.actor, entry.action.rawValue, entry.subject,
                            entry.address ?? "",
                        ]
                    }
                )
            }
            Console.print { json in
                json.array { json in
                    for entry in entries { Self.write(entry, to: &json) }
                }
            }
        }
    }

    private static func write(_ entry: AuditEntry, to json: inout JSONWriter) {
        json.object { json in
            json.name("at")
            json.time(entry.at)
            json.name("actor")
            json.string(entry.actor)
            json.name("action")
            json.string(entry.action.rawValue)
            json.name("subject")
            json.string(entry.subject)
            json.name("address")
            json.string(entry.address)
        }
    }
}
