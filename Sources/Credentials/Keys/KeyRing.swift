public import Model

/// All keys at one instant.
///
/// A ring never changes; ``LiveKeyRing`` gives the present one.
public struct KeyRing: Sendable {
    /// What all copies of a ring share, so that taking the present ring on each request costs one reference.
    private final class Contents: Sendable {
        let peppers: KeyVersions<HMACKey>
        let embedMasters: KeyVersions<SecretBytes>
        let internalKeys: KeyVersions<HMACKey>
        let toolKeys: ToolKeyRing?
        let legacyConsumers: LegacyConsumers
        let derivedKeys = DerivedKeyCache()

        init(
            peppers: KeyVersions<HMACKey>,
            embedMasters: KeyVersions<SecretBytes>,
            internalKeys: KeyVersions<HMACKey>,
            toolKeys: ToolKeyRing?,
            legacyConsumers: LegacyConsumers
        ) {
            self.peppers = peppers
            self.embedMasters = embedMasters
            self.internalKeys = internalKeys
            self.toolKeys = toolKeys
            self.legacyConsumers = legacyConsumers
        }
    }

    private let contents: Contents

    /// Makes a ring from secrets by version; each purpose but LTI needs at least one, which is the caller's duty.
    public init(
        peppers: [Int: SecretBytes],
        embed: [Int: SecretBytes],
        internal: [Int: SecretBytes],
        tool: ToolKeyRing? = nil,
        legacyConsumers: LegacyConsumers = .none
    ) {
        contents = Contents(
            peppers: KeyVersions(peppers.mapValues { HMACKey($0) }),
            embedMasters: KeyVersions(embed),
            internalKeys: KeyVersions(`internal`.mapValues { HMACKey($0) }),
            toolKeys: tool,
            legacyConsumers: legacyConsumers
        )
    }

    // MARK: - Peppers

    /// The version with which new API tokens are stored.
    public var currentPepperVersion: Int { contents.peppers.currentVersion }

    /// The pepper of a version; nil for one that is unknown or retired.
    public func pepper(_ version: Int) -> HMACKey? { contents.peppers[version] }

    // MARK: - Signed tokens of organizations

    /// The key id with which new signed tokens of all audiences are signed: `e` and the version.
    public var currentEmbedKeyID: String { KeyRing.keyID(contents.embedMasters.currentVersion) }

    /// An organization's key under the current key id.
    public func currentEmbedKey(organization: OrganizationID) -> HMACKey {
        derive(contents.embedMasters.current, version: contents.embedMasters.currentVersion, organization: organization)
    }

    /// An organization's key under a key id; nil for one that is malformed, unknown or retired.
    ///
    /// It is HKDF-SHA-256 of the master key with the info `lectern-embed-v1` and the organization's 16 bytes (ours).
    public func embedKey(_ keyID: String, organization: OrganizationID) -> HMACKey? {
        derivedKey(keyID, organization: organization)
    }

    // MARK: - Operator tokens

    /// The operator's key under the current key id.
    public var currentOperatorKey: HMACKey {
        derive(contents.embedMasters.current, version: contents.embedMasters.currentVersion, organization: nil)
    }

    /// The operator's key under a key id; nil for one that is malformed, unknown or retired.
    ///
    /// It is HKDF-SHA-256 of the master key with the info `lectern-operator-v1` and nothing more (ours), so that it is no
    /// organization's.
    public func operatorKey(_ keyID: String) -> HMACKey? {
        derivedKey(keyID, organization: nil)
    }

    // MARK: - Keys derived from a master

    private func derivedKey(_ keyID: String, organization: OrganizationID?) -> HMACKey? {
        guard let version = KeyRing.version(ofKeyID: keyID), let master = contents.embedMasters[version] else {
            return nil
        }
        return derive(master, version: version, organization: organization)
    }

    private func derive(_ master: SecretBytes, version: Int, organization: OrganizationID?) -> HMACKey {
        contents.derivedKeys.key(version: version, organization: organization) {
            HMACKey(KeyDerivation.hkdf(master, info: KeyRing.info(of: organization)))
        }
    }

    /// What a derived key is for: an organization's signed tokens, or the operator's own for nil.
    private static func info(of organization: OrganizationID?) -> [UInt8] {
        guard let organization else { return Array("lectern-operator-v1".utf8) }
        var info = Array("lectern-embed-v1".utf8)
        withUnsafeBytes(of: organization.high.bigEndian) { info.append(contentsOf: $0) }
        withUnsafeBytes(of: organization.low.bigEndian) { info.append(contentsOf: $0) }
        return info
    }

    private static func keyID(_ version: Int) -> String { "e\(version)" }

    /// The version that a key id names; nil when it is written in any other way than ours.
    static func version(ofKeyID keyID: String) -> Int? {
        guard keyID.utf8.count <= 10, let version = Int(keyID.dropFirst()), version > 0 else { return nil }
        return KeyRing.keyID(version) == keyID ? version : nil
    }

    // MARK: - Calls between gateway and core

    /// The version with which new calls are signed.
    public var currentInternalVersion: Int { contents.internalKeys.currentVersion }

    /// The key with which new calls are signed.
    public var currentInternalKey: HMACKey { contents.internalKeys.current }

    /// The internal key of a version; nil for one that is unknown or retired.
    public func internalKey(_ version: Int) -> HMACKey? { contents.internalKeys[version] }

    // MARK: - LTI

    /// The tool's keys for LTI platforms; nil when the folder has none.
    public var toolKeys: ToolKeyRing? { contents.toolKeys }

    /// The secrets of LTI 1.1 with which platforms prove what users were called then.
    public var legacyConsumers: LegacyConsumers { contents.legacyConsumers }
}
