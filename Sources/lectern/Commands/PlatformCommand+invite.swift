import ArgumentParser
import Directory
import LTI
import Model

extension PlatformCommand {
    struct RegisterURL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register-url",
            abstract: "Print a link with which one platform registers itself (dynamic registration).",
            discussion: """
                Its administrator pastes the link into the platform's dynamic registration; \
                `lectern platform config --lms LMS` says where that is. Whoever has the link can register one platform for \
                the organization.
                """
        )

        static let hours = 1...720

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "What the platform will be called. Default: its product and host.") var name: String?
        @Option(help: "How long the link works, 1 to 720 hours.") var hours = 72
        @Flag(help: "The platform may be on this machine or in a private network; http then works on this machine.")
        var local = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                guard Self.hours.contains(hours) else {
                    throw LecternError.invalid("hours must be between 1 and \(Self.hours.upperBound)")
                }
                let installation = try Installation.read()
                let site = try installation.toolSite()
                let (invitation, code) = try await installation.openDirectory().invitations.invite(
                    organization: organization,
                    name: name,
                    isLocal: local,
                    expiresAt: installation.clock.now().adding(seconds: Double(hours) * 3_600),
                    actor: "cli"
                )
                let url = "\(site.registrationURL)?code=\(code)"
                guard json.isOn else {
                    Console.note("This link works once, until \(invitation.expiresAt), and is shown only now.")
                    return Console.print(url)
                }
                Console.print { json in
                    json.object { json in
                        json.name("url")
                        json.string(url)
                        json.name("invitationId")
                        json.string(invitation.id)
                        json.name("expiresAt")
                        json.time(invitation.expiresAt)
                    }
                }
            }
        }
    }
}

extension Installation {
    /// Where platforms find the tool.
    ///
    /// - Throws: `LecternError` `configuration`.
    func toolSite() throws(LecternError) -> ToolSite {
        guard let site = ToolSite(base: configuration.publicURL) else {
            throw .configuration("LECTERN_PUBLIC_URL must be the address under which platforms reach this gateway")
        }
        return site
    }
}
