import Credentials
import Model

/// A platform's keys (LTI rules V6, K3, K4): those of its key set that can verify a launch, the others left out.
public struct KeySet: Sendable {
    /// The longest key set that is looked at, in bytes.
    public static let longest = 262_144
    /// Signatures are tried against each key of an id, so there must not be many.
    private static let keysPerID = 3

    private struct Entry {
        /// The key's id; nil for a key that was given alone and without one, and fits every id.
        let id: String?
        let key: RSAPublicKey
    }

    private let entries: [Entry]

    private init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Reads the answer of a key set URL; nil unless it is a JSON object with a list `keys`.
    ///
    /// Keys that are not for RS256 signatures, too short or malformed, or without an id are left out.
    public init?(_ bytes: [UInt8]) {
        guard let node = JSONNode.answer(bytes, longest: Self.longest), node.isObject,
            let keys = node["keys"]?.elements
        else { return nil }
        self.init(
            keys.compactMap { node in
                guard let id = node.text("kid"), let key = Self.key(node) else { return nil }
                return Entry(id: id, key: key)
            }
        )
    }

    /// Takes one JSON Web Key; nil when it cannot verify a launch.
    ///
    /// Without an id it fits every id.
    init?(jwk text: String) {
        guard let node = JSONNode.answer(Array(text.utf8), longest: Self.longest), let key = Self.key(node) else {
            return nil
        }
        self.init([Entry(id: node.text("kid"), key: key)])
    }

    /// Takes one public key as PEM, which fits every id; nil when it cannot verify a launch.
    init?(pem text: String) {
        guard let key = RSAPublicKey(pem: text) else { return nil }
        self.init([Entry(id: nil, key: key)])
    }

    /// How many keys there are.
    public var count: Int { entries.count }

    /// Whether there is a key for an id.
    public func contains(id: String) -> Bool {
        entries.contains { $0.id?.isExactly(id) ?? true }
    }

    /// The keys for an id: one, unless the platform gave an id twice.
    func keys(id: String) -> [RSAPublicKey] {
        entries.lazy.filter { $0.id?.isExactly(id) ?? true }.prefix(Self.keysPerID).map(\.key)
    }

    private static func key(_ node: JSONNode) -> RSAPublicKey? {
        guard node.present("use")?.string ?? "sig" == "sig", node.present("alg")?.string ?? "RS256" == "RS256",
            isUndefinedOrString(node["use"]), isUndefinedOrString(node["alg"])
        else { return nil }
        if let uses = node["key_ops"]?.elements, !uses.contains(where: { $0.string == "verify" }) { return nil }
        return RSAPublicKey(jwk: node)
    }

    private static func isUndefinedOrString(_ node: JSONNode?) -> Bool {
        node.map { $0.isNull || $0.string != nil } ?? true
    }
}
