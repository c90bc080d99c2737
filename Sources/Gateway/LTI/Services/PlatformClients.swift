import AsyncHTTPClient
import LTI
import NIOCore
import Synchronization

/// HTTP clients, each of which reaches one host at one address, so that no later look-up of the name can lead elsewhere.
///
/// There are not many: the one that was used least lately goes, and whoever gave the last one back shuts it down.
final class PlatformClients: Sendable {
    /// A host and the address that it is reached at.
    struct Place: Hashable, Sendable {
        let host: String
        let address: IPAddress
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Place: Entry] = [:]
        var uses: UInt64 = 0
        var isShutDown = false
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Makes a pool of so many clients that nobody uses at the moment.
    init(limit: Int = 64) {
        self.limit = limit
    }

    /// A client for a place, to be given back; nil after ``shutDown()``.
    func take(_ place: Place) -> HTTPClient? {
        state.withLock { state in
            guard !state.isShutDown else { return nil }
            state.uses += 1
            var entry = state.entries[place] ?? Entry(client: Self.client(for: place), lastUse: 0)
            entry.users += 1
            entry.lastUse = state.uses
            state.entries[place] = entry
            return entry.client
        }
    }

    /// Gives a client back.
    func giveBack(_ place: Place) async {
        let surplus: HTTPClient? = state.withLock { state in
            guard state.entries[place] != nil else { return nil }
            state.entries[place]?.users -= 1
            guard state.entries.count > limit else { return nil }
            let idle = state.entries.filter { $0.value.users == 0 }.min { $0.value.lastUse < $1.value.lastUse }
            return idle.flatMap { state.entries.removeValue(forKey: $0.key)?.client }
        }
        try? await surplus?.shutdown()
    }

    /// Shuts all clients down; there are no more.
    func shutDown() async {
        let clients = state.withLock { state in
            state.isShutDown = true
            defer { state.entries = [:] }
            return state.entries.values.map(\.client)
        }
        for client in clients { try? await client.shutdown() }
    }

    private static func client(for place: Place) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            // Short, so that a second address has its turn inside the five seconds of a key set.
            timeout: .init(connect: .seconds(3)),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.dnsOverride = [place.host: place.address.description]
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
