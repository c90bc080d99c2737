import LTI

// What is particular to Blackboard Learn (Anthology, "Registering a new LTI application", docs.anthology.com).

extension LMSEndpoints {
    /// One issuer and one set of endpoints for all institutions; each application has a key set of its own.
    init(blackboard clientID: String) {
        let service = "https://developer.blackboard.com/api/v1"
        self.init(
            issuer: "https://blackboard.com",
            authEndpoint: "\(service)/gateway/oidcauth",
            tokenEndpoint: "\(service)/gateway/oauth2/jwttoken",
            keySetURL: "\(service)/management/applications/\(clientID)/jwks.json"
        )
    }
}

extension LMSGuide {
    init(blackboard site: ToolSite) {
        self.init(
            .blackboard,
            place: "once, in the developer portal (developer.anthology.com) > My Apps > +",
            registration: nil,
            fields: [
                Field("Application Name", CanvasConfiguration.title),
                Field("Description", CanvasConfiguration.description),
                Field("Domain(s)", WebURL(site.base)?.host ?? site.base),
                Field("My Integration supports LTI 1.3", "on"), Field("Login Initiation URL", site.loginURL),
                Field("Tool Redirect URL(s)", site.launchURL), Field("Tool JWKS URL", site.keySetURL),
                Field("Signing Algorithm", "RS256"),
                Field("Placement of the type Deep Linking content tool, Target Link URI", site.launchURL),
            ],
            services: [
                Field("Allow grade service access", "Yes (in Learn, when the tool is registered)"),
                Field("Allow Membership Service Access", "Yes (in Learn, when the tool is registered)"),
            ],
            privacy: [
                Field("User Fields to Send", "Role in Course and Name; without Name for learners without names")
            ],
            steps: [
                "In each Learn: Administrator Panel > Integrations > LTI Tool Providers > Register LTI 1.3/Advantage Tool: "
                    + "enter the Application ID as Client ID, Submit, Tool Status Approved.",
                "Manage Placements of the tool > Create Placement: Deep Linking content tool.",
                "Deployments are learned from the first launch of each; "
                    + "give --deployment-id and not --learn-deployments to list them yourself.",
            ],
            answers: [
                Answer("Application ID", "--client-id"), Answer("Deployment ID (may be left out)", "--deployment-id"),
            ],
            example: ["--client-id APPLICATION-ID"]
        )
    }
}
