import Model
import Synchronization

/// Keeps derived keys, a bounded number of them.
final class DerivedKeyCache: Sendable {
    private struct Name: Hashable {
        let version: Int
        let organization: OrganizationID?
    }

    /// Callers name organizations before they have proved anything, so the bound is what keeps the memory in hand.
    static let capacity = 1_024

    private let keys = Mutex<[Name: HMACKey]>([:])

    /// How many keys are kept at present.
    var count: Int { keys.withLock { $0.count } }

    /// The key of an organization, or of the operator for nil, derived when it is not here; all are forgotten when there is
    /// no more room.
    func key(version: Int, organization: OrganizationID?, derive: () -> HMACKey) -> HMACKey {
        let name = Name(version: version, organization: organization)
        if let key = keys.withLock({ $0[name] }) { return key }
        // Outside the lock: two threads may derive the same key at once, which costs microseconds and no harm.
        let key = derive()
        keys.withLock { keys in
            if keys.count >= DerivedKeyCache.capacity { keys.removeAll(keepingCapacity: true) }
            keys[name] = key
        }
        return key
    }
}
