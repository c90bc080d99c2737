import ArgumentParser
import Credentials
import Directory
import Model

/// The command `lectern operator`.
struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator",
        abstract: "Let the operator call the logger.",
        subcommands: [Token.self]
    )

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a short-lived token that reads the logs of all organizations, and show it.",
            discussion: """
                It works on /api/logger/* only. It cannot be revoked: it ends by itself, or with `lectern keys retire embed`. \
                With --organization and --learner it writes as that person; without them it only reads.
                """
        )

        @Option(help: "How long it works, 1 to 60 minutes.") var minutes = OperatorToken.minutes.upperBound
        @Option(help: "The organization of the person it writes as.") var organization: OrganizationID?
        @Option(help: "The learnerId of the person it writes as.") var learner: String?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                guard OperatorToken.minutes.contains(minutes) else {
                    throw LecternError.invalid("minutes must be between 1 and 60")
                }
                let installation = try Installation.read()
                let directory = try installation.openDirectory()
                let now = installation.clock.now()
                let claims = OperatorClaims(
                    writer: try await writer(directory),
                    issuedAt: Timestamp(seconds: now.seconds),
                    expiresAt: Timestamp(seconds: now.seconds + Int64(minutes) * 60),
                    tokenID: ID<OperatorToken>.random().description
                )
                let token = OperatorToken.sign(claims, with: try installation.keys())
                let entry = AuditEntry(
                    at: now,
                    organization: .installation,
                    actor: "cli",
                    action: .operatorTokenCreated,
                    subject: claims.tokenID
                )
                try await directory.audit.append(entry)
                guard json.isOn else {
                    Console.note("Whoever has this token reads all logs until \(claims.expiresAt).")
                    return Console.print(token)
                }
                Console.print { json in
                    json.object { json in
                        json.name("token")
                        json.string(token)
                        json.name("expiresAt")
                        json.time(claims.expiresAt)
                    }
                }
            }
        }

        private func writer(_ directory: Directory) async throws -> OperatorClaims.Writer? {
            guard organization != nil || learner != nil else { return nil }
            guard let organization, let learner else {
                throw LecternError.invalid("Give --organization and --learner together")
            }
            guard learner.isPlainText(1...255) else {
                throw LecternError.invalid("learner must have 1 to 255 characters and no control characters")
            }
            _ = try await directory.organizations.find(organization)
            return OperatorClaims.Writer(organization: organization, learner: learner)
        }
    }
}
