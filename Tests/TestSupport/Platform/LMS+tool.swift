package import Directory

/// The platform as the tool's side knows it.
extension LMS {
    /// How the tool's directory has it for a client.
    package func platformDraft(client: String) -> PlatformDraft {
        PlatformDraft(
            name: "Test LMS",
            issuer: issuer,
            clientID: client,
            deploymentIDs: with { $0.clients[client]?.deployments ?? [] },
            authEndpoint: base + "/auth?tenant=1",
            tokenEndpoint: base + "/token",
            keySource: .url(base + "/keys"),
            isLocal: true
        )
    }

    /// The same as a file for `lectern platform import`.
    package func importFile(client: String) -> String {
        var object = JSONObject()
        object.set("name", "Test LMS")
        object.set("issuer", issuer)
        object.set("client_id", client)
        object["deployment_ids"] = JSONObject.list(with { $0.clients[client]?.deployments ?? [] })
        object.set("auth_endpoint", base + "/auth?tenant=1")
        object.set("token_endpoint", base + "/token")
        object.set("jwks_url", base + "/keys")
        return JSONObject.array([object.text])
    }
}
