public import Model

/// The tool's keys for LTI platforms, all of them published; a new one signs only when platforms can know it (LTI rule
/// T1).
///
/// Platforms keep the published key set for as long as its answer says, so a key that signs from the first moment would
/// meet platforms that do not know it yet. For the same reason an old key stays published until it is retired.
public struct ToolKeyRing: Sendable {
    /// How long platforms may keep the published key set, in seconds; the age at which a key begins to sign.
    public static let publishedSeconds = 3_600
    /// How long an old key should stay published after a newer one began to sign, in seconds.
    public static let overlapSeconds = 86_400

    /// The keys by ascending version, at least one.
    public let keys: [ToolKey]
    private let oldest: ToolKey

    /// Takes the keys in any order; nil when there is none.
    public init?(_ keys: [ToolKey]) {
        let keys = keys.sorted { $0.version < $1.version }
        guard let oldest = keys.first else { return nil }
        self.keys = keys
        self.oldest = oldest
    }

    /// The key to sign with: the newest that has been published for long enough, else the oldest.
    public func signing(at now: Timestamp) -> ToolKey {
        keys.last { $0.createdAt.adding(seconds: Double(Self.publishedSeconds)) <= now } ?? oldest
    }

    /// The key set that the tool publishes (RFC 7517 §5), the public parts alone.
    public var publicKeySet: JSONText {
        var json = JSONWriter(capacity: 512 * keys.count)
        json.object { json in
            json.name("keys")
            json.array { json in
                for key in keys { key.key.publicKey.writeJWK(id: key.id, to: &json) }
            }
        }
        return JSONText(trusted: json.text)
    }
}
