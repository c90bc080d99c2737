public import Directory
import LTI
public import Model

extension PlatformDraft {
    /// Checks everything that people and platforms can get wrong, before it is stored.
    ///
    /// - Throws: `LecternError` `invalid` whose message begins with what is wrong, as in `token endpoint: `.
    public func validate() throws(LecternError) {
        guard name.isPlainText(1...200) else {
            throw .invalid("name: must have 1 to 200 characters and no control characters")
        }
        do {
            try registration.check()
        } catch {
            guard !isLocal, wouldDoAsLocal else { throw error }
            throw .invalid("\(error.message); give --local if that is meant")
        }
    }

    /// Whether it would do for a platform on this machine or in a private network.
    private var wouldDoAsLocal: Bool {
        var other = self
        other.isLocal = true
        do {
            try other.registration.check()
            return true
        } catch {
            return false
        }
    }

    /// The draft as the protocol sees it, of no organization yet.
    private var registration: Registration {
        Registration(
            platformID: "",
            issuer: issuer,
            clientID: clientID,
            name: name,
            organization: .installation,
            authEndpoint: authEndpoint,
            tokenEndpoint: tokenEndpoint,
            tokenAudience: tokenAudience,
            keySource: KeySource(keySource),
            deployments: Deployments(deploymentIDs, policy: learnsDeployments ? .learn : .listed),
            isLocal: isLocal,
            allowsAnonymous: allowsAnonymous
        )
    }
}
