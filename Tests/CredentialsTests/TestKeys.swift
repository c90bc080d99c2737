import Credentials

/// Keys that tests know: pepper 00…1f, embed master 20…3f, internal key 40…5f, all of version 1.
enum TestKeys {
    static let pepper = secret(from: 0x00)
    static let embed = secret(from: 0x20)
    static let `internal` = secret(from: 0x40)

    static var ring: KeyRing {
        KeyRing(peppers: [1: pepper], embed: [1: embed], internal: [1: `internal`])
    }

    static func secret(from first: UInt8) -> SecretBytes {
        SecretBytes((first..<first + 32).map { $0 })
    }
}
