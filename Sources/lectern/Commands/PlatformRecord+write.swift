import Directory
import Model

extension PlatformRecord {
    /// Writes the record as every command does: with the members of a file for `platform import`, which takes it back,
    /// and our id of the platform.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("platformId")
            json.string(id)
            json.name("name")
            json.string(name)
            json.name("issuer")
            json.string(issuer)
            json.name("client_id")
            json.string(clientID)
            json.name("deployment_ids")
            json.array { json in
                for deployment in deploymentIDs { json.string(deployment) }
            }
            json.name("auth_endpoint")
            json.string(authEndpoint)
            json.name("token_endpoint")
            json.string(tokenEndpoint)
            writeKeys(to: &json)
            json.name("token_audience")
            json.string(tokenAudience)
            json.name("learn_deployments")
            json.bool(learnsDeployments)
            json.name("local")
            json.bool(isLocal)
            json.name("allow_anonymous")
            json.bool(allowsAnonymous)
            json.name("keep_names")
            json.bool(keepsNames)
            json.name("product")
            json.string(product)
            json.name("active")
            json.bool(isActive)
            json.name("created_at")
            json.time(createdAt)
            json.name("updated_at")
            json.time(updatedAt)
        }
    }

    /// Of the three, the one that the platform has.
    private func writeKeys(to json: inout JSONWriter) {
        switch keySource {
        case .url(let url):
            json.name("jwks_url")
            json.string(url)
        case .jwk(let key):
            json.name("jwk")
            json.json(JSONText(trusted: key))
        case .pem(let key):
            json.name("pem")
            json.string(key)
        }
    }

    /// Whether it works, in a word.
    var state: String { isActive ? "active" : "disabled" }

    /// Its deployments in one line.
    var deploymentsText: String {
        let learned = learnsDeployments ? ["(learns new ones)"] : []
        let all = deploymentIDs.map(\.onOneLine) + learned
        return all.isEmpty ? "(none: launches are refused)" : all.joined(separator: ", ")
    }

    /// Everything, for a person to read.
    var shown: [(name: String, value: String)] {
        let keys =
            switch keySource {
            case .url(let url): url
            case .jwk: "one key, as JWK"
            case .pem: "one key, as PEM"
            }
        return [
            ("id", id), ("name", name), ("state", state), ("issuer", issuer.onOneLine),
            ("client id", clientID.onOneLine), ("deployments", deploymentsText), ("auth endpoint", authEndpoint),
            ("token endpoint", tokenEndpoint), ("token audience", tokenAudience?.onOneLine ?? "the token endpoint"),
            ("keys", keys), ("product", product?.onOneLine ?? "not known"),
            ("local", isLocal ? "yes: it may be on this machine or in a private network" : "no"),
            ("launches without a user", allowsAnonymous ? "shown" : "refused"),
            ("names of people", keepsNames ? "kept" : "not kept"), ("registered", createdAt.description),
            ("changed", updatedAt.description),
        ]
    }
}

extension String {
    /// The text as it can stand in a line of a table: what platforms say may hold anything.
    var onOneLine: String {
        let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
