import LTI

// What is particular to D2L Brightspace (D2L, "Register an external learning tool for LTI Advantage").

extension LMSEndpoints {
    /// Access tokens come from one service for all tenants, which wants an audience that is not its URL.
    init(brightspace site: String?) {
        self.init(
            issuer: site,
            authEndpoint: site.map { "\($0)/d2l/lti/authenticate" },
            tokenEndpoint: "https://auth.brightspace.com/core/connect/token",
            tokenAudience: "https://api.brightspace.com/auth/token",
            keySetURL: site.map { "\($0)/d2l/.well-known/jwks" }
        )
    }
}

extension LMSGuide {
    init(brightspace site: ToolSite) {
        self.init(
            .brightspace,
            place: "Admin Tools > Manage Extensibility > LTI Advantage > Register Tool > Standard",
            registration: "Admin Tools > Manage Extensibility > LTI Advantage > Register Tool > Dynamic: "
                + "paste it into Tool initiation registration endpoint; then enable the registration",
            fields: [
                Field("Name", CanvasConfiguration.title), Field("Description", CanvasConfiguration.description),
                Field("Domain", WebURL(site.base)?.origin ?? site.base), Field("Redirect URLs", site.launchURL),
                Field("OpenID Connect Login URL", site.loginURL), Field("Target Link URI", site.launchURL),
                Field("Keyset URL", site.keySetURL),
                Field("Link of the type Deep Linking Quicklink, URL (in the deployment)", site.launchURL),
            ],
            services: [
                Field("Extensions: Assignment and Grade Services", "on"), Field("Extensions: Deep Linking", "on"),
                Field("Extensions: Names and Role Provisioning Services", "on"),
            ],
            privacy: [
                Field(
                    "Security Settings of the deployment",
                    "Org Unit Information, Link Information, and of User Information the name; not Anonymous"
                )
            ],
            steps: [
                "Register, and switch the registration on.",
                "Admin Tools > External Learning Tools > LTI Advantage > New Deployment: choose the tool, the same "
                    + "extensions, and Make tool available to the org units that need it.",
            ],
            answers: [
                Answer("Client Id", "--client-id"), Answer("Issuer", "--site"),
                Answer("Deployment Id", "--deployment-id"),
            ],
            example: [
                "--site https://school.brightspace.com", "--client-id CLIENT-ID", "--deployment-id DEPLOYMENT-ID",
            ]
        )
    }
}
