public import Model
import Synchronization

/// The present keys, read again from the key folder when a version appears that they do not know.
///
/// So a rotation by another process needs no restart: this process accepts the new key at once. It signs with the new key
/// after its next reload.
public final class LiveKeyRing: Sendable {
    private struct Source {
        let folder: KeyFolder
        let clock: WallClock
    }

    /// The shortest time between two reloads that unknown versions cause, in seconds; anyone can name such a version.
    private static let reloadIntervalSeconds = 1.0

    private let source: Source?
    private let ring: Mutex<KeyRing>
    private let loads = Atomic<Int>(0)
    // When an unknown version last caused a reload; locked during a reload, so that those who need it too wait for it.
    private let lastReload = Mutex<Timestamp?>(nil)

    /// Reads the keys of a folder.
    ///
    /// - Throws: what ``KeyFolder/load()`` throws.
    public init(folder: KeyFolder, clock: WallClock) throws(LecternError) {
        ring = Mutex(try folder.load())
        source = Source(folder: folder, clock: clock)
    }

    /// Holds a ring that never changes: for tests, and for keys that do not come from a folder.
    public init(fixed ring: KeyRing) {
        self.ring = Mutex(ring)
        source = nil
    }

    /// Counts the readings of the folder: what was concluded from earlier keys is to be concluded again when it has moved,
    /// since a key may have been retired.
    public var generation: Int { loads.load(ordering: .acquiring) }

    /// The present keys.
    public var current: KeyRing { ring.withLock { $0 } }

    /// Reads the folder again, and keeps the keys as they are when that fails.
    ///
    /// Does nothing for a fixed ring.
    ///
    ///
    /// - Throws: what ``KeyFolder/load()`` throws.
    public func reload() throws(LecternError) {
        guard let source else { return }
        try lastReload.withLock { (_) throws(LecternError) in
            try load(from: source)
        }
    }

    /// The pepper of a version; nil for one that is unknown even after a reload.
    public func pepper(_ version: Int) -> HMACKey? {
        find { $0.pepper(version) }
    }

    /// An organization's key under a key id; nil for one that is malformed, or unknown even after a reload.
    public func embedKey(_ keyID: String, organization: OrganizationID) -> HMACKey? {
        guard KeyRing.version(ofKeyID: keyID) != nil else { return nil }
        return find { $0.embedKey(keyID, organization: organization) }
    }

    /// The operator's key under a key id; nil for one that is malformed, or unknown even after a reload.
    public func operatorKey(_ keyID: String) -> HMACKey? {
        guard KeyRing.version(ofKeyID: keyID) != nil else { return nil }
        return find { $0.operatorKey(keyID) }
    }

    /// The internal key of a version; nil for one that is unknown even after a reload.
    public func internalKey(_ version: Int) -> HMACKey? {
        find { $0.internalKey(version) }
    }

    private func find(_ look: (KeyRing) -> HMACKey?) -> HMACKey? {
        if let key = look(current) { return key }
        guard let source else { return nil }
        return lastReload.withLock { lastReload in
            // Someone else may have reloaded while this thread waited for the lock.
            if let key = look(current) { return key }
            let now = source.clock.now()
            // A clock that was set back must not put reloads off until it has caught up.
            if let last = lastReload, last <= now, now < last.adding(seconds: LiveKeyRing.reloadIntervalSeconds) {
                return nil
            }
            lastReload = now
            do {
                try load(from: source)
            } catch {
                // The old keys stay; a folder in trouble must not take down what still works.
                return nil
            }
            return look(current)
        }
    }

    private func load(from source: Source) throws(LecternError) {
        let fresh = try source.folder.load()
        ring.withLock { $0 = fresh }
        loads.wrappingAdd(1, ordering: .releasing)
    }
}
