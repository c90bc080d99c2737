import Model

/// What the tool asks of a platform that it registers at (LTI rule Y3).
public struct ClientRegistration: Sendable {
    private static let claim = "https://purl.imsglobal.org/spec/lti-tool-configuration"
    private static let wantedClaims = ["iss", "sub", "name", "given_name", "family_name", "email", "locale"]

    /// Where the tool is.
    public let site: ToolSite
    /// What the platform's people see.
    public let name: String
    /// What it is for.
    public let description: String

    /// Describes the tool.
    public init(site: ToolSite, name: String, description: String) {
        self.site = site
        self.name = name
        self.description = description
    }

    /// The body of the request: what the tool wants, as far as the platform has it.
    public func body(for platform: PlatformConfiguration) -> [UInt8] {
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            json.member("application_type", "web")
            json.member("response_types", ["id_token"])
            json.member("grant_types", ["implicit", "client_credentials"])
            json.member("initiate_login_uri", site.loginURL)
            json.member("redirect_uris", [site.launchURL])
            json.member("client_name", name)
            json.member("jwks_uri", site.keySetURL)
            json.member("token_endpoint_auth_method", "private_key_jwt")
            let scopes = ServiceScope.allCases.map(\.rawValue).filter(platform.scopes.contains)
            json.member("scope", scopes.joined(separator: " "))
            json.name(Self.claim)
            json.object { writeTool(for: platform, to: &$0) }
        }
        return json.bytes
    }

    /// Where teachers choose content; a button anywhere else in a platform would open no lesson.
    private static let pickerPlacements: Set<String> = [
        "ContentArea", "RichTextEditor", "assignment_selection", "link_selection",
    ]

    private func writeTool(for platform: PlatformConfiguration, to json: inout JSONWriter) {
        json.member("domain", WebURL(site.launchURL)?.authority)
        json.member("target_link_uri", site.launchURL)
        json.member("description", description)
        // A platform that lists no claims is asked for all.
        json.member("claims", Self.wantedClaims.filter { platform.claims.isEmpty || platform.claims.contains($0) })
        json.name("messages")
        json.array { json in
            for type in [MessageType.resourceLink, .deepLinking] {
                let supported = platform.messages.filter { $0.type == type.rawValue }
                guard platform.messages.isEmpty || !supported.isEmpty else { continue }
                json.object { json in
                    json.member("type", type.rawValue)
                    json.member("target_link_uri", site.launchURL)
                    json.member("label", name)
                    let places = type == .deepLinking ? Self.pickerPlacements : []
                    let placements = supported.flatMap(\.placements).filter { places.contains($0) }
                    if !placements.isEmpty { json.member("placements", placements) }
                }
            }
        }
    }
}
