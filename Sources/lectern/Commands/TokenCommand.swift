import ArgumentParser
import Credentials
import Directory
import Model

/// The command `lectern token`.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create, list, revoke and rotate API tokens.",
        subcommands: [Create.self, List.self, Revoke.self, Rotate.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an API token and show it, this once.",
            discussion: "Scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")). Default: all of them."
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "A name to know it by, 1 to 100 characters.") var name: String
        @Option(help: "What it may do, separated by commas.") var scopes: String?
        @Option(help: "Requests a minute; 0 for no limit. Default: \(APITokenRecord.defaultRateLimit).")
        var rateLimit: Int?
        @Option(help: "Addresses or CIDR ranges it may be used from, separated by commas. Default: any.")
        var allowedIps: String?
        @Option(help: "When it stops working, ISO 8601. Default: never.") var expiresAt: String?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let directory = try installation.openDirectory()
                let (record, token) = try await directory.tokens.create(
                    try draft(),
                    organization: organization,
                    actor: "cli",
                    keys: try installation.keys()
                )
                Token.show(record, token, json, now: installation.clock.now())
            }
        }

        private func draft() throws -> APITokenDraft {
            var draft = APITokenDraft(name: name, rateLimit: rateLimit)
            if let scopes {
                draft.scopes = ScopeSet(
                    try Token.list(scopes).map { text in
                        guard let scope = Scope(rawValue: text) else {
                            throw LecternError.invalid("there is no scope \(text)")
                        }
                        return scope
                    }
                )
            }
            draft.allowedIPs = allowedIps.map(Token.list)
            if let expiresAt {
                guard let time = Timestamp(expiresAt) else {
                    throw LecternError.invalid("expires-at must be an ISO 8601 time such as 2027-01-01T00:00:00Z")
                }
                draft.expiresAt = time
            }
            return draft
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List API tokens, newest first, revoked ones too.")

        @Option(help: "Only those of this organization.") var organization: OrganizationID?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let directory = try installation.openDirectory()
                if let organization { _ = try await directory.organizations.find(organization) }
                let records = try await directory.tokens.list(organization: organization)
                let now = installation.clock.now()
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "PUBLIC KEY", "NAME", "STATUS", "LAST USED"],
                        records.map { record in
                            [
                                record.id.description, record.publicKey.description, record.name,
                                record.status(at: now).rawValue, record.lastUsedAt?.description ?? "never",
                            ]
                        }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for record in records { record.write(to: &json, now: now) }
                    }
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke an API token for good; the next request with it is refused.",
            discussion: "Embed tokens that it signed end with it."
        )

        @Argument(help: "The token's id or public half (tapub_…).") var token: String
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let tokens = try installation.openDirectory().tokens
                let found = try await tokens.find(idOrPublicKey: token)
                let record = try await tokens.revoke(found.publicKey, actor: "cli")
                guard json.isOn else { return Console.print("Revoked \(record.publicKey)") }
                Console.print { record.write(to: &$0, now: installation.clock.now()) }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace an API token by a new one, shown this once; the old one works for a while longer."
        )

        @Argument(help: "The token's id or public half (tapub_…).") var token: String
        @Option(help: "How long the old one still works, 0 to 604800 seconds.")
        var overlapSeconds = APITokenRepository.overlapSeconds.default
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let tokens = try installation.openDirectory().tokens
                let old = try await tokens.find(idOrPublicKey: token)
                let (record, new) = try await tokens.rotate(
                    old,
                    overlapSeconds: overlapSeconds,
                    actor: "cli",
                    keys: try installation.keys()
                )
                Token.show(record, new, json, now: installation.clock.now())
            }
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map(\.trimmingSpaces)
    }

    private static func show(_ record: APITokenRecord, _ token: APIToken, _ json: JSONOption, now: Timestamp) {
        guard json.isOn else {
            Console.note("Keep this token: it is shown only now.")
            return Console.print(token.exposedText)
        }
        Console.print { record.write(to: &$0, now: now, token: token) }
    }
}
