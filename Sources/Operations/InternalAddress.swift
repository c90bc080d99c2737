/// Where the internal port listens.
public enum InternalAddress: Sendable, Hashable {
    /// A host name or address, and a TCP port; 0 lets the system choose one.
    case host(String, port: Int)
    /// The path of a Unix socket, which is replaced at start and removed at exit.
    case unixSocket(path: String)
}
