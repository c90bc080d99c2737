public import Directory
public import LTI

extension Registration {
    /// The registration that is stored in a record.
    public init(_ record: PlatformRecord) {
        self.init(
            platformID: record.id,
            issuer: record.issuer,
            clientID: record.clientID,
            name: record.name,
            organization: record.organization,
            authEndpoint: record.authEndpoint,
            tokenEndpoint: record.tokenEndpoint,
            tokenAudience: record.tokenAudience,
            keySource: KeySource(record.keySource),
            deployments: Deployments(record.deploymentIDs, policy: record.learnsDeployments ? .learn : .listed),
            isActive: record.isActive,
            isLocal: record.isLocal,
            allowsAnonymous: record.allowsAnonymous
        )
    }
}

extension KeySource {
    /// The source that is stored in a record.
    init(_ source: PlatformKeySource) {
        switch source {
        case .url(let url): self = .url(url)
        case .jwk(let jwk): self = .jwk(jwk)
        case .pem(let pem): self = .pem(pem)
        }
    }
}
