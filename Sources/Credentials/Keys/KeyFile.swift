public import Model

/// One key of the key folder, without its content.
public struct KeyFile: Sendable, Equatable {
    /// What the key is for.
    public let purpose: KeyPurpose
    /// Its version, from 1.
    public let version: Int
    /// Where it lies.
    public let path: String
    /// When it was made: the file's modification time.
    public let createdAt: Timestamp
    /// Whether it is the highest version of its purpose, with which new things are signed.
    ///
    /// A new one for LTI is only published at first: for an hour, its predecessor goes on signing
    /// (``ToolKeyRing/signing(at:)``).
    public let isCurrent: Bool

    /// The highest version that a file name may carry.
    static let highestVersion = 999_999_999

    /// The name of the file that holds a key.
    static func name(_ purpose: KeyPurpose, _ version: Int) -> String {
        "\(purpose.rawValue)-\(version).key"
    }

    /// The purpose and version that a file name tells; nil for files that are no keys, such as a README.
    static func parse(name: String) -> (purpose: KeyPurpose, version: Int)? {
        for purpose in KeyPurpose.allCases where name.hasPrefix(purpose.rawValue + "-") && name.hasSuffix(".key") {
            let digits = name.dropFirst(purpose.rawValue.count + 1).dropLast(4)
            guard let version = Int(digits), String(version) == digits, (1...highestVersion).contains(version) else {
                return nil
            }
            return (purpose, version)
        }
        return nil
    }
}
