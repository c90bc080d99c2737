import HummingbirdCore
import Operations

/// Where a server listens: `host:port`, `[ipv6]:port`, or `unix:/path`.
enum ListenAddress: Sendable, Equatable {
    case host(String, port: Int)
    case unix(path: String)

    /// Parses an address; nil for anything else.
    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // The kernel's limit of a socket's path, with its terminator.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self = .host(String(host), port: port)
    }

    /// Whether only this machine can reach it.
    var isLocal: Bool {
        switch self {
        case .unix: true
        case .host(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
    }

    var bindAddress: BindAddress {
        switch self {
        case .host(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }

    var internalAddress: InternalAddress {
        switch self {
        case .host(let host, let port): .host(host, port: port)
        case .unix(let path): .unixSocket(path: path)
        }
    }
}
