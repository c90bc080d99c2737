import Credentials
import Directory
import Model
import Storage
import Synchronization

/// Verifies API tokens from memory (contract §2.2); a change of the directory by any process is seen at once.
final class TokenAuthenticator: Sendable {
    /// What a presented token turned out to be (contract §2.3).
    enum Outcome: Sendable {
        case valid(Entry)
        case refused(LecternError)
    }

    /// A token kept in memory; an object, so that the hot path passes one reference and not each of its texts.
    final class Entry: Sendable {
        let record: APITokenRecord
        /// The directory's stamp when the record was read.
        let stamp: UInt64
        /// The generation of the keys that the pepper is of.
        let keyGeneration: Int
        let pepper: HMACKey

        init(record: APITokenRecord, stamp: UInt64, keyGeneration: Int, pepper: HMACKey) {
            self.record = record
            self.stamp = stamp
            self.keyGeneration = keyGeneration
            self.pepper = pepper
        }
    }

    /// Tokens kept in memory at most; beyond it they are read again.
    private static let memoryLimit = 10_000

    private let directory: Directory
    private let keys: LiveKeyRing
    private let use: TokenUseRecorder
    private let clock: WallClock
    private let entries = Mutex<[APITokenPublicKey: Entry]>([:])
    /// What an unknown public half is checked against, so that it costs the same as a known one.
    private let decoy: HMACKey

    init(directory: Directory, keys: LiveKeyRing, use: TokenUseRecorder, clock: WallClock) {
        self.directory = directory
        self.keys = keys
        self.use = use
        self.clock = clock
        decoy = HMACKey(.random(count: 32))
    }

    // MARK: Verify

    /// Verifies a token on the caller's thread; nil when the directory's engine cannot answer there.
    ///
    /// The client's address is evaluated only for a token whose secret is right.
    /// - Throws: `StorageError`.
    func verifyImmediately(_ bytes: UnsafeRawBufferPointer, address: () -> String) throws -> Outcome? {
        guard let publicKey = APIToken.publicKey(ofValid: bytes) else { return .refused(Self.malformed) }
        guard let reads = directory.immediateReads else { return nil }
        let entry = try immediateEntry(publicKey, reads)
        return check(bytes, against: entry, address: address)
    }

    /// Verifies a token.
    ///
    /// - Throws: `LecternError` of contract §2.3; `StorageError`.
    func verify(_ text: String, address: String) async throws -> APITokenRecord {
        var text = text
        let immediate = try text.withUTF8 { utf8 in
            try verifyImmediately(UnsafeRawBufferPointer(utf8)) { address }
        }
        let outcome =
            if let immediate { immediate } else { try await verifyByLookup(text, address: address) }
        switch outcome {
        case .valid(let entry): return entry.record
        case .refused(let error): throw error
        }
    }

    private func verifyByLookup(_ text: String, address: String) async throws -> Outcome {
        guard let token = APIToken(text) else { return .refused(Self.malformed) }
        let record = try await directory.tokens.find(token.publicKey)
        let entry = record.flatMap { record in
            keys.pepper(record.pepperVersion).map { Entry(record: record, stamp: 0, keyGeneration: 0, pepper: $0) }
        }
        var text = text
        return text.withUTF8 { check(UnsafeRawBufferPointer($0), against: entry) { address } }
    }

    private func check(_ bytes: UnsafeRawBufferPointer, against entry: Entry?, address: () -> String) -> Outcome {
        guard let entry else {
            _ = decoy.code(for: bytes)
            return .refused(Self.unknown)
        }
        guard entry.pepper.code(for: bytes) == entry.record.mac else { return .refused(Self.unknown) }
        let now = clock.now()
        switch entry.record.status(at: now) {
        case .revoked: return .refused(Self.revoked)
        case .expired: return .refused(Self.expired)
        case .active: break
        }
        use.note(entry.record, bytes, at: now, address: address)
        return .valid(entry)
    }

    // MARK: Look up

    /// The present state of a token named by its public half, for what it signed; nil when there is none.
    ///
    /// - Throws: `StorageError`.
    func record(_ publicKey: APITokenPublicKey) async throws -> APITokenRecord? {
        guard let reads = directory.immediateReads else { return try await directory.tokens.find(publicKey) }
        return try immediateEntry(publicKey, reads)?.record
    }

    private func immediateEntry(_ publicKey: APITokenPublicKey, _ reads: any ImmediateReads) throws -> Entry? {
        // Read before the row: a commit in between then makes the entry look old, never new.
        let stamp = reads.stamp
        let generation = keys.generation
        if let known = entries.withLock({ $0[publicKey] }), known.stamp == stamp, known.keyGeneration == generation {
            return known
        }
        guard let record = try directory.tokens.find(publicKey, in: reads),
            let pepper = keys.pepper(record.pepperVersion)
        else { return nil }
        let entry = Entry(record: record, stamp: stamp, keyGeneration: generation, pepper: pepper)
        entries.withLock { entries in
            if entries.count >= Self.memoryLimit { entries.removeAll() }
            entries[publicKey] = entry
        }
        return entry
    }

    // MARK: Messages of contract §2.3

    static let malformed = LecternError(.invalidCredentials, "Invalid API token format")
    static let unknown = LecternError(.invalidCredentials, "Invalid API token")
    static let revoked = LecternError(.invalidCredentials, "API token has been revoked")
    static let expired = LecternError(.invalidCredentials, "API token has expired")
}
