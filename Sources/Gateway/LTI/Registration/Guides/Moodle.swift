import LTI

// What is particular to Moodle (the labels of its English pages, and mod/lti).

extension LMSEndpoints {
    init(moodle site: String?) {
        self.init(
            issuer: site,
            authEndpoint: site.map { "\($0)/mod/lti/auth.php" },
            tokenEndpoint: site.map { "\($0)/mod/lti/token.php" },
            keySetURL: site.map { "\($0)/mod/lti/certs.php" }
        )
    }
}

extension LMSGuide {
    init(moodle site: ToolSite) {
        self.init(
            .moodle,
            place: "Site administration > Plugins > Activity modules > External tool > Manage tools > "
                + "configure a tool manually",
            registration: "Site administration > Plugins > Activity modules > External tool > Manage tools: "
                + "paste it into \"Tool URL...\", Add LTI Advantage; then Activate the tool",
            fields: [
                Field("Tool name", CanvasConfiguration.title), Field("Tool URL", site.launchURL),
                Field("Tool description", CanvasConfiguration.description), Field("LTI version", "LTI 1.3"),
                Field("Public key type", "Keyset URL"), Field("Public keyset", site.keySetURL),
                Field("Initiate login URL", site.loginURL), Field("Redirection URI(s)", site.launchURL),
                Field(
                    "Tool configuration usage",
                    "Show in activity chooser and as a preconfigured tool"
                ),
                Field("Default launch container", "Embed, without blocks, or New window"),
                Field("Supports Deep Linking (Content-Item Message)", "on"),
                Field("Content Selection URL", site.launchURL),
            ],
            services: [
                Field("IMS LTI Assignment and Grade Services", "Use this service for grade sync and column management"),
                Field(
                    "IMS LTI Names and Role Provisioning",
                    "Use this service to retrieve members' information as per privacy settings"
                ),
            ],
            privacy: [
                Field("Share launcher's name with tool", "Always, or Never for learners without names"),
                Field("Share launcher's email with tool", "Never"),
                Field("Accept grades from the tool", "Always"),
            ],
            steps: ["Save changes, and open the magnifying glass (View configuration details) of the tool."],
            answers: [
                Answer("Platform ID", "--site (it is the issuer, too)"), Answer("Client ID", "--client-id"),
                Answer("Deployment ID", "--deployment-id"),
            ],
            example: ["--site https://moodle.example.org", "--client-id CLIENT-ID", "--deployment-id 1"]
        )
    }
}
