import LTI

// What is particular to Sakai (the labels of its External Tools, basiclti).

extension LMSEndpoints {
    /// The token endpoint ends with the number that Sakai gives the tool, so it must be told.
    init(sakai site: String?) {
        self.init(
            issuer: site,
            authEndpoint: site.map { "\($0)/imsoidc/lti13/oidc_auth" },
            keySetURL: site.map { "\($0)/imsblis/lti13/keyset" }
        )
    }
}

extension LMSGuide {
    init(sakai site: ToolSite) {
        self.init(
            .sakai,
            place: "Administration Workspace > External Tools > Install LTI 1.x Tool",
            registration: "Administration Workspace > External Tools > Use LTI Dynamic Registration: paste it into LTI "
                + "Dynamic Registration URL, and save the tool that it makes",
            fields: [
                Field("Tool Title", CanvasConfiguration.title), Field("Launch URL", site.launchURL),
                Field("Tool supports LTI 1.3", "on"), Field("LTI 1.3 Tool Keyset URL", site.keySetURL),
                Field("LTI 1.3 Tool OpenID Connect/Initialization Endpoint", site.loginURL),
                Field("LTI 1.3 Tool Redirect Endpoint(s)", site.launchURL),
                Field("The tool URL can receive a content item / deep link launch", "on"),
            ],
            services: [
                Field("Allow External Tool to return grades", "on"),
                Field("Provide Roster to External Tool", "on"),
            ],
            privacy: [
                Field("Send User Names to External Tool", "on, or off for learners without names"),
                Field("Send Email Addresses to External Tool", "off"),
            ],
            steps: ["Save, and open the tool again: it shows the values to bring back."],
            answers: [
                Answer("LTI 1.3 Platform Issuer", "--site"), Answer("LTI 1.3 Client Id", "--client-id"),
                Answer("LTI 1.3 Deployment Id", "--deployment-id"),
                Answer("LTI 1.3 Platform OAuth2 Bearer Token Retrieval URL", "--token-endpoint"),
            ],
            example: [
                "--site https://sakai.example.org", "--client-id CLIENT-ID", "--deployment-id 1",
                "--token-endpoint https://sakai.example.org/imsblis/lti13/token/12",
            ]
        )
    }
}
