/// Remembers roughly which hashes came lately, in fixed memory: a table of fingerprints in which the newer replaces the older.
///
/// A wrong yes costs an entry in a cache and nothing else.
struct SeenBefore: Sendable {
    private static let places = 1_024

    private var fingerprints = [UInt16](repeating: 0, count: places)

    /// Notes a hash; whether it had come before.
    mutating func insert(_ hash: Int) -> Bool {
        let bits = UInt(bitPattern: hash)
        let place = Int(bits % UInt(Self.places))
        // Zero stands for an empty place.
        let fingerprint = UInt16(truncatingIfNeeded: bits >> 40) | 1
        guard fingerprints[place] != fingerprint else { return true }
        fingerprints[place] = fingerprint
        return false
    }
}
