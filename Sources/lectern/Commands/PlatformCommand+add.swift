import ArgumentParser
import Directory
import Gateway
import LTI
import Model

extension PlatformCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a platform with what it shows after the tool was entered there.",
            discussion: """
                With --lms, endpoints that are the same everywhere, or follow from --site, need not be given; what is given \
                counts. `lectern platform config --lms LMS` says where everything is. The same issuer and client id again \
                changes the registration: deployments are added, never removed.
                """
        )

        /// The options by the names that checks give their values.
        private static let names = [
            "name": "--name", "issuer": "--issuer", "client id": "--client-id", "auth endpoint": "--auth-endpoint",
            "token endpoint": "--token-endpoint", "token audience": "--token-audience",
            "deployment id": "--deployment-id", "key set URL": "--jwks-url", "key": "--key-file",
        ]
        private static let longestKey = 65_536

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "What people call the platform, 1 to 200 characters.") var name: String
        @Option(help: "The platform's client id for the tool.") var clientId: String
        @Option(help: "The product, whose known endpoints are filled in.") var lms: LMSProduct?
        @Option(help: "The URL of the customer's site, for --lms. Canvas: only one that Instructure does not host.")
        var site: String?
        @Option(help: "The issuer (platform id), exactly as the platform says it.") var issuer: String?
        @Option(help: "The URL of the authentication request (OIDC authorization endpoint).") var authEndpoint: String?
        @Option(help: "The URL of the access token service.") var tokenEndpoint: String?
        @Option(help: "The audience of token requests. Default: the token endpoint.") var tokenAudience: String?
        @Option(help: "The URL of the platform's key set (JWKS).") var jwksUrl: String?
        @Option(help: "A file with the platform's one public key, PEM or JWK; - for standard input.")
        var keyFile: String?
        @Option(name: .customLong("deployment-id"), help: "A deployment's id; give it as often as there are some.")
        var deploymentIDs: [String] = []
        @Flag(help: "Take up new deployments from their first launch.") var learnDeployments = false
        @Flag(help: "The platform may be on this machine or in a private network; http then works on this machine.")
        var local = false
        @Flag(help: "Show lessons to visitors whom the platform does not name.") var allowAnonymous = false
        @Flag(help: "Keep no names of people.") var noNames = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let draft = try draft()
                let directory = try Installation.read().openDirectory()
                let (platform, isNew) = try await directory.platforms.save(
                    draft,
                    organization: organization,
                    actor: "cli"
                )
                if platform.deploymentIDs.isEmpty, !platform.learnsDeployments {
                    Console.note(
                        "No deployment is known, so launches are refused: add one with --deployment-id, or give "
                            + "--learn-deployments"
                    )
                }
                guard json.isOn else {
                    if !isNew { Console.note("The registration was there already and has been changed.") }
                    return Console.print(platform.id)
                }
                Console.print { platform.write(to: &$0) }
            }
        }

        private func draft() throws -> PlatformDraft {
            let known = try known()
            let draft = PlatformDraft(
                name: name,
                issuer: try given(issuer, known?.issuer, "--issuer"),
                clientID: clientId,
                deploymentIDs: deploymentIDs,
                learnsDeployments: learnDeployments || (lms?.learnsDeployments == true && deploymentIDs.isEmpty),
                authEndpoint: try given(authEndpoint, known?.authEndpoint, "--auth-endpoint"),
                tokenEndpoint: try given(tokenEndpoint, known?.tokenEndpoint, "--token-endpoint"),
                // An audience that is known belongs to the endpoint that is known.
                tokenAudience: tokenAudience ?? (tokenEndpoint == nil ? known?.tokenAudience : nil),
                keySource: try keySource(known),
                isLocal: local,
                allowsAnonymous: allowAnonymous,
                keepsNames: !noNames,
                product: lms?.rawValue
            )
            try draft.validate(naming: Self.names)
            return draft
        }

        /// What the product tells of its endpoints.
        private func known() throws(LecternError) -> LMSEndpoints? {
            guard let lms else {
                guard site == nil else { throw .invalid("--site goes with --lms: say which product it is") }
                return nil
            }
            if let site {
                guard let url = WebURL(site), url.query == nil, !url.hasFragment else {
                    throw .invalid("--site: must be an https URL such as https://lms.example.org")
                }
            } else if lms.needsSite, issuer == nil || authEndpoint == nil || jwksUrl == nil && keyFile == nil {
                throw .invalid("--site is missing: \(lms.title) has its endpoints on each site")
            }
            return LMSEndpoints(lms, site: site, clientID: clientId)
        }

        private func given(_ option: String?, _ known: String?, _ name: String) throws(LecternError) -> String {
            if let value = option ?? known { return value }
            let advice = lms.map { "\($0.title) shows it, see `lectern platform config --lms \($0.rawValue)`" }
            throw .invalid("\(name) is missing: \(advice ?? "give it, or --lms, which knows it for many products")")
        }

        private func keySource(_ known: LMSEndpoints?) throws(LecternError) -> PlatformKeySource {
            guard jwksUrl == nil || keyFile == nil else { throw .invalid("Give --jwks-url or --key-file, not both") }
            if let keyFile {
                let bytes = try InputFile.read(keyFile, limit: Self.longestKey)
                let start = bytes.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
                guard start.first == UInt8(ascii: "{") else { return .pem(String(decoding: bytes, as: UTF8.self)) }
                do {
                    return .jwk(try JSONParser.parse(bytes).textString)
                } catch {
                    throw .invalid("--key-file: not JSON: \(error.description)")
                }
            }
            guard let url = jwksUrl ?? known?.keySetURL else {
                throw .invalid("--jwks-url is missing: give it, or --key-file with the platform's one public key")
            }
            return .url(url)
        }
    }
}
