import Directory
import Model
import Storage
import Synchronization

/// Which origins each organization allows, from memory where nothing has changed: the logger asks with each update.
final class OriginMemory: Sendable {
    private struct Memory: Sendable {
        /// The directory's stamp when the lists were read.
        var stamp: UInt64 = .max
        var lists: [OrganizationID: AllowedOrigins] = [:]
    }

    private static let limit = 10_000

    /// The gateway's own origin, which its player page always has.
    let own: String

    private let directory: Directory
    private let memory = Mutex(Memory())

    init(directory: Directory, publicURL: String) {
        self.directory = directory
        own = Self.origin(of: publicURL)
    }

    /// The origins that an organization allows; any where it is not known whose request it is.
    ///
    /// - Throws: `StorageError`.
    func allowed(by organization: OrganizationID?) async throws -> AllowedOrigins {
        guard let organization else { return .any }
        // Before anything is read: a change meanwhile then makes what was read look old, never new.
        guard let stamp = directory.immediateReads?.stamp else {
            return try await directory.organizations.allowedOrigins(of: organization)
        }
        let known = memory.withLock { $0.stamp == stamp ? $0.lists[organization] : nil }
        if let known { return known }
        let allowed = try await directory.organizations.allowedOrigins(of: organization)
        memory.withLock { memory in
            if memory.stamp != stamp || memory.lists.count >= Self.limit { memory = Memory(stamp: stamp) }
            memory.lists[organization] = allowed
        }
        return allowed
    }

    /// Scheme and authority of a URL as browsers write them in `Origin`.
    static func origin(of url: String) -> String {
        let lower = url.lowercased()
        guard let separator = lower.firstRange(of: "://") else { return lower }
        let authority = lower[separator.upperBound...].prefix { $0 != "/" }
        let usual = lower.hasPrefix("https:") ? ":443" : ":80"
        let shortest = authority.hasSuffix(usual) ? authority.dropLast(usual.count) : authority
        return String(lower[..<separator.upperBound] + shortest)
    }
}
