package import Credentials

/// Keys that tests know: pepper 00…1f, embed master 20…3f, internal key 40…5f, all of version 1, and a tool key.
package enum TestKeys {
    // Making one takes tenths of a second, so all worlds of a test run share it.
    package static let tool = ToolKey(version: 1, key: RSAPrivateKey.generate(), createdAt: SteppableClock.start)

    /// A consumer key of LTI 1.1, and its secret.
    package static let legacyKey = "old-key"
    package static let legacySecret = "old secret"

    package static var ring: KeyRing {
        KeyRing(
            peppers: [1: secret(from: 0x00)],
            embed: [1: secret(from: 0x20)],
            internal: [1: secret(from: 0x40)],
            tool: ToolKeyRing([tool]),
            legacyConsumers: LegacyConsumers([legacyKey: SecretBytes(Array(legacySecret.utf8))])
        )
    }

    /// Keys of another installation.
    package static var foreignRing: KeyRing {
        KeyRing(peppers: [1: secret(from: 0x80)], embed: [1: secret(from: 0xA0)], internal: [1: secret(from: 0xC0)])
    }

    private static func secret(from first: UInt8) -> SecretBytes {
        SecretBytes((first..<first + 32).map { $0 })
    }
}
