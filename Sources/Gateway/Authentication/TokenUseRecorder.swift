import Credentials
import Directory
import Logging
import Model
public import ServiceLifecycle
import Synchronization

/// Notes in the background when and from where tokens are used; never delays or fails a request (contract §2.4).
///
/// The directory hears of a token at most once a minute, and at once when the address is new to this process.
public final class TokenUseRecorder: Service, Sendable {
    private struct Memory {
        var lastNoted: Timestamp
        var addresses: Set<String>
    }

    private struct Note: Sendable {
        let record: APITokenRecord
        let address: String
        let renewal: (mac: Digest, pepperVersion: Int)?
    }

    private static let intervalSeconds: Int64 = 60
    private static let addressLimit = 64
    private static let memoryLimit = 10_000

    private let tokens: APITokenRepository
    private let keys: LiveKeyRing
    private let memory = Mutex<[APITokenID: Memory]>([:])
    private let notes: AsyncStream<Note>
    private let continuation: AsyncStream<Note>.Continuation

    init(tokens: APITokenRepository, keys: LiveKeyRing) {
        self.tokens = tokens
        self.keys = keys
        // When the store is slower than the uses, the oldest notes are dropped: the next use comes again.
        (notes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_000))
    }

    /// Takes notice of a successful use.
    func note(_ record: APITokenRecord, _ bytes: UnsafeRawBufferPointer, at now: Timestamp, address: () -> String) {
        let address = address()
        let isNews = memory.withLock { memory in
            if var known = memory[record.id] {
                let isDue = now.seconds - known.lastNoted.seconds >= Self.intervalSeconds
                if !isDue, known.addresses.contains(address) { return false }
                if known.addresses.count >= Self.addressLimit { known.addresses.removeAll() }
                known.addresses.insert(address)
                known.lastNoted = now
                memory[record.id] = known
                return true
            }
            if memory.count >= Self.memoryLimit { memory.removeAll() }
            memory[record.id] = Memory(lastNoted: now, addresses: [address])
            return true
        }
        guard isNews else { return }
        continuation.yield(Note(record: record, address: address, renewal: renewal(of: record, bytes)))
    }

    /// The token's code under the current pepper, when the stored one is under an older one.
    private func renewal(
        of record: APITokenRecord,
        _ bytes: UnsafeRawBufferPointer
    ) -> (mac: Digest, pepperVersion: Int)? {
        let ring = keys.current
        guard record.pepperVersion < ring.currentPepperVersion, let pepper = ring.pepper(ring.currentPepperVersion)
        else { return nil }
        return (pepper.code(for: bytes), ring.currentPepperVersion)
    }

    /// Writes notes until graceful shutdown.
    public func run() async {
        let logger = Logger(label: "lectern.gateway")
        await withGracefulShutdownHandler {
            for await note in notes {
                do {
                    try await tokens.noteUse(of: note.record, address: note.address, renewal: note.renewal)
                } catch {
                    logger.warning("cannot note the use of a token", metadata: ["error": "\(error)"])
                }
            }
        } onGracefulShutdown: {
            self.continuation.finish()
        }
    }
}
