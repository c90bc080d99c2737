import LTI

// What is particular to Canvas (Instructure, "Configuring", developerdocs.instructure.com).

extension LMSEndpoints {
    /// Hosted Canvas has one issuer and one set of endpoints for all customers of an environment.
    init(canvas site: String?) {
        let host = site.flatMap { WebURL($0)?.host } ?? "canvas.instructure.com"
        guard host.hasSuffix(".instructure.com") else {
            let site = site ?? ""
            self.init(
                issuer: site,
                authEndpoint: "\(site)/api/lti/authorize_redirect",
                tokenEndpoint: "\(site)/login/oauth2/token",
                keySetURL: "\(site)/api/lti/security/jwks"
            )
            return
        }
        let environment = ["beta", "test"].first { host.hasSuffix(".\($0).instructure.com") }.map { ".\($0)" } ?? ""
        let service = "https://sso\(environment).canvaslms.com"
        self.init(
            issuer: "https://canvas\(environment).instructure.com",
            authEndpoint: "\(service)/api/lti/authorize_redirect",
            tokenEndpoint: "\(service)/login/oauth2/token",
            keySetURL: "\(service)/api/lti/security/jwks"
        )
    }
}

extension LMSGuide {
    init(canvas site: ToolSite) {
        self.init(
            .canvas,
            place: "Admin > the account > Developer Keys > + Developer Key > + LTI Key",
            registration: "Admin > the account > Apps (or Developer Keys > + LTI Registration), Dynamic Registration",
            fields: [
                Field("Key Name", CanvasConfiguration.title), Field("Redirect URIs", site.launchURL),
                Field("Method", "Enter URL"), Field("JSON URL", CanvasConfiguration.url(at: site)),
                Field("or Method", "Manual Entry, with the values below"), Field("Title", CanvasConfiguration.title),
                Field("Description", CanvasConfiguration.description), Field("Target Link URI", site.launchURL),
                Field("OpenID Connect Initiation Url", site.loginURL), Field("JWK Method", "Public JWK URL"),
                Field("Public JWK URL", site.keySetURL),
                Field("Placements", "Link Selection and Assignment Selection, each with LtiDeepLinkingRequest"),
                Field("Target Link URI of both (deep linking)", site.launchURL),
            ],
            services: [
                Field("Can create and view assignment data in the gradebook associated with the tool", "on"),
                Field("Can view assignment data in the gradebook associated with the tool", "on"),
                Field("Can create and update submission results for assignments associated with the tool", "on"),
                Field("Can retrieve user data associated with the context the tool is installed in", "on"),
            ],
            privacy: [Field("Privacy Level", "Name Only, or Public; Private for learners without names")],
            steps: [
                "Save, and switch the key's State to On.",
                "Admin > the account > Settings > Apps > View App Configurations > + App, Configuration Type By Client ID: "
                    + "enter the number of the key's Details column, Submit, Install.",
                "Deployments are learned from the first launch of each.",
            ],
            answers: [
                Answer("the number in the key's Details column", "--client-id"),
                Answer("the Canvas site's address, for a Canvas that is not hosted by Instructure", "--site"),
            ],
            example: ["--client-id 10000000000001"]
        )
    }
}
