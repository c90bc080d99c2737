/// The versions of one purpose's key, of which the highest is the current one.
struct KeyVersions<Key: Sendable>: Sendable {
    let currentVersion: Int
    let current: Key
    private let all: [Int: Key]

    /// Takes at least one version; an empty set is a mistake of the caller's.
    init(_ all: [Int: Key]) {
        guard let (version, key) = all.max(by: { $0.key < $1.key }) else {
            preconditionFailure("a key ring needs at least one key of each purpose")
        }
        currentVersion = version
        current = key
        self.all = all
    }

    subscript(version: Int) -> Key? { all[version] }
}
