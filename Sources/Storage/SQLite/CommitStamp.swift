import Model

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Watches the commits of every process to one SQLite database in WAL mode, for the price of one memory read.
///
/// The first bytes of the `-shm` file are the WAL-index header, whose `iChange` field at offset 8 is incremented by each
/// commit before the commit returns (SQLite, "WAL-mode File Format", §2.1). The file is mapped read-only.
final class CommitStamp: Sendable {
    // Both stay as they are until deinit, and the mapped page is only read.
    private nonisolated(unsafe) let page: UnsafeRawPointer
    private let descriptor: Int32
    private let length = 4_096

    /// Maps the index of a database that is open in WAL mode.
    ///
    /// - Throws: ``StorageError`` `engine` when the file cannot be mapped.
    init(databasePath: String) throws {
        let path = databasePath + "-shm"
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError.engine(code: errno, message: "cannot open \(path)") }
        guard let address = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
            let code = errno
            throw StorageError.engine(code: code, message: "cannot map \(path)")
        }
        page = UnsafeRawPointer(address)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: page), length)
        // POSIX drops all of a process's locks on a file when it closes any descriptor of it, so this must come after the
        // store has closed its connections: SQLiteStore holds this object until then.
        close(descriptor)
    }

    /// Differs from every earlier value once any process has committed.
    var value: UInt64 {
        page.load(fromByteOffset: 8, as: UInt64.self)
    }
}
