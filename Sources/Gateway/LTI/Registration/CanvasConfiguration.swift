import LTI
import Model

/// What Canvas reads when an administrator gives it one URL in place of a form: the JSON configuration of a developer key.
///
/// Lessons are chosen in modules and assignments. The rich content editor is left out: what it places has no column in
/// the gradebook.
enum CanvasConfiguration {
    /// What people see as the tool's name, at every platform.
    static let title = "Lectern"
    /// What the tool is for, at every platform.
    static let description = "Interactive lessons that keep what learners do and report their scores."

    private static let placements = [
        (name: "link_selection", text: "Choose a lesson"),
        (name: "assignment_selection", text: "Choose a lesson to grade"),
    ]
    private static let selectionPixels = 800

    /// Where the configuration is.
    static func url(at site: ToolSite) -> String { "\(site.base)/lti/canvas.json" }

    /// The configuration.
    static func json(for site: ToolSite) -> [UInt8] {
        var json = JSONWriter(capacity: 2_048)
        json.object { json in
            json.name("title")
            json.string(title)
            json.name("description")
            json.string(description)
            json.name("oidc_initiation_url")
            json.string(site.loginURL)
            json.name("target_link_uri")
            json.string(site.launchURL)
            json.name("redirect_uris")
            json.array { $0.string(site.launchURL) }
            json.name("public_jwk_url")
            json.string(site.keySetURL)
            json.name("scopes")
            json.array { json in
                for scope in ServiceScope.allCases { json.string(scope.rawValue) }
            }
            json.name("custom_fields")
            json.object { _ in }
            json.name("extensions")
            json.array { json in
                json.object { writeExtension(for: site, to: &$0) }
            }
        }
        return json.bytes
    }

    private static func writeExtension(for site: ToolSite, to json: inout JSONWriter) {
        json.name("platform")
        json.string("canvas.instructure.com")
        json.name("domain")
        json.string(WebURL(site.base)?.authority)
        json.name("tool_id")
        json.string("lectern")
        // Names for the teacher's view; addresses and pictures are not needed.
        json.name("privacy_level")
        json.string("name_only")
        json.name("settings")
        json.object { json in
            json.name("text")
            json.string(title)
            json.name("placements")
            json.array { json in
                for placement in placements {
                    json.object { json in
                        json.name("placement")
                        json.string(placement.name)
                        json.name("enabled")
                        json.bool(true)
                        json.name("message_type")
                        json.string("LtiDeepLinkingRequest")
                        json.name("target_link_uri")
                        json.string(site.launchURL)
                        json.name("text")
                        json.string(placement.text)
                        json.name("selection_width")
                        json.integer(selectionPixels)
                        json.name("selection_height")
                        json.integer(selectionPixels)
                    }
                }
            }
        }
    }
}
