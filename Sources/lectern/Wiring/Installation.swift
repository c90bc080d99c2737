import Credentials
import Directory
import Model
import ProgressCore
import Storage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The parts of this installation that commands and servers share, opened when asked for.
struct Installation: Sendable {
    let configuration: LecternConfiguration
    let clock = WallClock.system

    /// Reads the configuration.
    ///
    /// - Throws: `LecternError` `configuration`.
    static func read() throws -> Installation {
        Installation(configuration: try .read())
    }

    var keyFolder: KeyFolder { KeyFolder(path: configuration.keyFolder) }

    /// The keys, which must be there.
    func keys() throws -> LiveKeyRing {
        try LiveKeyRing(folder: keyFolder, clock: clock)
    }

    /// The directory store, brought up to date.
    func openDirectory() throws -> Directory {
        Directory(store: try open("directory", Directory.migrations), clock: clock)
    }

    /// The progress store, brought up to date.
    func openCore() throws -> ProgressCore {
        ProgressCore(store: try open("progress", ProgressCore.migrations), clock: clock)
    }

    private func open(_ name: String, _ migrations: [Migration]) throws -> SQLiteStore {
        try makeDataFolder()
        return try SQLiteStore(
            path: "\(configuration.dataFolder)/\(name).sqlite",
            label: name,
            migrations: migrations,
            options: SQLiteStore.Options(pageCacheKiB: configuration.pageCacheKiB),
            clock: clock
        )
    }

    /// Makes the data folder for its owner alone: what learners did is nobody else's business.
    private func makeDataFolder() throws {
        // New database files are for their owner alone as well.
        umask(0o077)
        guard mkdir(configuration.dataFolder, 0o700) != 0, errno != EEXIST else { return }
        throw LecternError.configuration(
            "Cannot make the data folder \(configuration.dataFolder): \(String(cString: strerror(errno)))"
        )
    }
}
