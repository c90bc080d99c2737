import Dispatch
import LTI
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Looks names up on threads of its own, which are few: a name server that does not answer holds up its own names alone.
///
/// Those who want the same name share one look-up, and what was found is kept for half a minute.
final class NameResolver: Sendable {
    private struct Found {
        let addresses: [IPAddress]
        let until: ContinuousClock.Instant
    }

    private struct State {
        var found: [String: Found] = [:]
        var wanted: [String: Promised<[IPAddress]>] = [:]
        var queue: [String] = []
        var running = 0
    }

    private static let threadLimit = 16
    private static let queueLimit = 256
    private static let memoryLimit = 1_000
    private static let memory = Duration.seconds(30)

    private let threads = DispatchQueue(label: "lectern.names", attributes: .concurrent)
    private let state = Mutex(State())

    /// The addresses of a name, best first; none when it is unknown, or the task is cancelled before they are found.
    func addresses(of name: String) async -> [IPAddress] {
        // RFC 6761: names of this machine are never asked for elsewhere.
        if name == "localhost" || name.hasSuffix(".localhost") {
            return ["127.0.0.1", "::1"].compactMap { IPAddress($0) }
        }
        let addresses = look(for: name)
        startNext()
        return await addresses.value ?? []
    }

    /// What is known, or will be.
    private func look(for name: String) -> Promised<[IPAddress]> {
        state.withLock { state in
            if let running = state.wanted[name] { return running }
            let addresses = Promised<[IPAddress]>()
            if let found = state.found[name], .now < found.until {
                addresses.fulfill(found.addresses)
            } else if state.queue.count < Self.queueLimit {
                state.queue.append(name)
                state.wanted[name] = addresses
            } else {
                addresses.fulfill([])
            }
            return addresses
        }
    }

    private func startNext() {
        let name: String? = state.withLock { state in
            guard state.running < Self.threadLimit, !state.queue.isEmpty else { return nil }
            state.running += 1
            return state.queue.removeFirst()
        }
        guard let name else { return }
        threads.async {
            let addresses = Self.lookUp(name)
            let wanted = self.state.withLock { state in
                state.running -= 1
                if !addresses.isEmpty {
                    if state.found.count >= Self.memoryLimit { state.found.removeAll() }
                    state.found[name] = Found(addresses: addresses, until: .now + Self.memory)
                }
                return state.wanted.removeValue(forKey: name)
            }
            wanted?.fulfill(addresses)
            self.startNext()
        }
    }

    /// Asks the system, which may take long.
    private static func lookUp(_ name: String) -> [IPAddress] {
        var hints = addrinfo()
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next {
            if let address = address(of: entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let socket = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            var address = socket.loadUnaligned(as: sockaddr_in.self).sin_addr
            return IPAddress(withUnsafeBytes(of: &address) { Array($0) })
        case AF_INET6:
            var address = socket.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return IPAddress(withUnsafeBytes(of: &address) { Array($0) })
        default:
            return nil
        }
    }
}
