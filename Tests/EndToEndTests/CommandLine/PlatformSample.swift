/// A platform as files tell of it.
enum PlatformSample {
    /// The modulus of an RSA key of 2048 bits, of which nobody has the private part.
    static let modulus = "w" + String(repeating: "A", count: 340) + "Q"

    /// An entry of a file, with members changed or, for nil, taken away; values are JSON.
    static func entry(_ client: String = "c-1", _ changes: [String: String?] = [:]) -> String {
        var members: [(name: String, value: String?)] = [
            ("name", #""LMS \#(client)""#), ("issuer", #""https://lms.example.org""#), ("client_id", #""\#(client)""#),
            ("deployment_ids", #"["1","2"]"#), ("auth_endpoint", #""https://lms.example.org/auth""#),
            ("token_endpoint", #""https://lms.example.org/token""#), ("jwks_url", #""https://lms.example.org/keys""#),
        ]
        for (name, value) in changes {
            members.removeAll { $0.name == name }
            members.append((name, value))
        }
        let texts = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(texts.joined(separator: ","))}"
    }
}
