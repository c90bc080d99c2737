import Directory
import Model

/// One platform of a file, and where it stands, so that whatever is wrong with it can be named.
struct PlatformFileEntry {
    private static let known: Set<String> = [
        "name", "issuer", "client_id", "deployment_ids", "auth_endpoint", "token_endpoint", "jwks_url", "jwk", "pem",
        "token_audience", "learn_deployments", "local", "allow_anonymous", "keep_names", "product",
    ]
    /// What the commands print besides, and what a file cannot say.
    private static let passedOver: Set<String> = ["platformId", "active", "created_at", "updated_at"]

    private let node: JSONNode
    private let path: String

    /// Refuses what is no object, and members that are unknown or given more than once.
    init(_ node: JSONNode, at path: String) throws(LecternError) {
        guard let members = node.members else { throw .invalid("\(path): must be an object") }
        var seen: Set<String> = []
        for (name, _) in members {
            guard Self.known.contains(name) || Self.passedOver.contains(name) else {
                let known = Self.known.sorted().joined(separator: ", ")
                throw .invalid("\(path): unknown member \(String(name.prefix(64)).onOneLine); known: \(known)")
            }
            guard seen.insert(name).inserted else { throw .invalid("\(path).\(name): is given more than once") }
        }
        self.node = node
        self.path = path
    }

    /// The platform, checked.
    func draft(isLocal: Bool) throws(LecternError) -> PlatformDraft {
        let draft = PlatformDraft(
            name: try required("name"),
            issuer: try required("issuer"),
            clientID: try required("client_id"),
            deploymentIDs: try deploymentIDs(),
            learnsDeployments: try flag("learn_deployments", usual: false),
            authEndpoint: try required("auth_endpoint"),
            tokenEndpoint: try required("token_endpoint"),
            tokenAudience: try text("token_audience"),
            keySource: try keySource(),
            isLocal: try flag("local", usual: isLocal) || isLocal,
            allowsAnonymous: try flag("allow_anonymous", usual: false),
            keepsNames: try flag("keep_names", usual: true),
            product: try text("product")
        )
        try draft.validate(naming: names)
        return draft
    }

    /// The members by the names that checks give their values.
    private var names: [String: String] {
        [
            "name": "name", "issuer": "issuer", "client id": "client_id", "auth endpoint": "auth_endpoint",
            "token endpoint": "token_endpoint", "token audience": "token_audience",
            "deployment id": "deployment_ids", "key set URL": "jwks_url", "key": node["pem"] == nil ? "jwk" : "pem",
        ].mapValues { "\(path).\($0)" }
    }

    // MARK: Values

    /// A member; nil for one that is absent or `null`.
    private func member(_ name: String) -> JSONNode? {
        guard let member = node[name], !member.isNull else { return nil }
        return member
    }

    private func required(_ name: String) throws(LecternError) -> String {
        guard let text = try text(name) else { throw .invalid("\(path).\(name): is missing") }
        return text
    }

    private func text(_ name: String) throws(LecternError) -> String? {
        guard let member = member(name) else { return nil }
        return try Self.text(member, at: "\(path).\(name)")
    }

    private static func text(_ node: JSONNode, at path: String) throws(LecternError) -> String {
        // Platforms compare texts: 7, 7.0 and "7" are not the same to all of them.
        if node.number != nil {
            throw .invalid("\(path): must be a string, not a number: write \"\(node.textString.prefix(64))\"")
        }
        guard case .string(let text, nil) = node.kind else { throw .invalid("\(path): must be a string") }
        return text
    }

    private func flag(_ name: String, usual: Bool) throws(LecternError) -> Bool {
        guard let member = member(name) else { return usual }
        guard let flag = member.bool else { throw .invalid("\(path).\(name): must be true or false") }
        return flag
    }

    private func deploymentIDs() throws(LecternError) -> [String] {
        guard let list = member("deployment_ids") else { throw .invalid("\(path).deployment_ids: is missing") }
        guard let elements = list.elements else {
            throw .invalid("\(path).deployment_ids: must be a list of strings, which may be empty")
        }
        var ids: [String] = []
        for (index, element) in elements.enumerated() {
            ids.append(try Self.text(element, at: "\(path).deployment_ids[\(index)]"))
        }
        return ids
    }

    private func keySource() throws(LecternError) -> PlatformKeySource {
        let url = try text("jwks_url")
        let key = member("jwk")
        let pem = try text("pem")
        switch (url, key, pem) {
        case (let url?, nil, nil): return .url(url)
        case (nil, let key?, nil):
            guard key.isObject else { throw .invalid("\(path).jwk: must be an object") }
            return .jwk(key.textString)
        case (nil, nil, let pem?): return .pem(pem)
        case (nil, nil, nil): throw .invalid("\(path).jwks_url: is missing")
        default: throw .invalid("\(path): must have only one of jwks_url, jwk and pem")
        }
    }
}
