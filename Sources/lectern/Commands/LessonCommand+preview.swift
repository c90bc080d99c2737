import ArgumentParser
import Credentials
import Directory
import Model

extension LessonCommand {
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that shows a version to its author for an hour, published or not.",
            discussion: """
                By default the newest version. Whoever has the link sees the lesson; what is done there is not recorded. It \
                cannot be revoked: it ends by itself, or with `lectern keys retire embed`.
                """
        )

        @Argument(help: "The lesson's id.") var lesson: LessonID
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "The version's id.") var version: LessonVersionID?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let directory = try installation.openDirectory()
                let version = try await directory.lessons.version(version, of: lesson, organization: organization)
                let now = installation.clock.now()
                let claims = PreviewClaims(
                    lesson: lesson,
                    version: version,
                    organization: organization,
                    issuedAt: Timestamp(seconds: now.seconds),
                    expiresAt: Timestamp(seconds: now.seconds + PreviewToken.seconds),
                    tokenID: ID<PreviewToken>.random().description
                )
                let token = PreviewToken.sign(claims, with: try installation.keys())
                let entry = AuditEntry(
                    at: now,
                    organization: organization,
                    actor: "cli",
                    action: .lessonPreviewed,
                    subject: lesson.description
                )
                try await directory.audit.append(entry)
                let url = "\(installation.configuration.publicURL)/player/\(lesson)#token=\(token)"
                guard json.isOn else {
                    Console.note("Whoever has this link sees version \(version) until \(claims.expiresAt).")
                    return Console.print(url)
                }
                Console.print { json in
                    json.object { json in
                        json.name("url")
                        json.string(url)
                        json.name("token")
                        json.string(token)
                        json.name("expiresAt")
                        json.time(claims.expiresAt)
                        json.name("versionId")
                        json.id(version)
                    }
                }
            }
        }
    }
}
