/// The ways a gateway is wired; the answers must not depend on them.
package enum ServerMode: String, CaseIterable, Sendable, CustomStringConvertible {
    /// The core in the same process, progress reads answered on the event loop.
    case inProcessHot
    /// The core in the same process, everything answered by the framework.
    case inProcessPlain
    /// The core behind TCP.
    case remote
    /// The core behind a Unix socket.
    case remoteUnixSocket

    package var description: String { rawValue }

    var isRemote: Bool { self == .remote || self == .remoteUnixSocket }
}
