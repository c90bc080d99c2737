#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Synchronization

/// The process's standard error as a place for whole lines.
enum StandardError {
    private static let lock = Mutex(())

    /// Writes a line with one system call, so that lines of several threads or processes never mix.
    ///
    /// A line that cannot be written is lost: there is no other place to complain.
    static func write(_ line: [UInt8]) {
        lock.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { systemWrite(STDERR_FILENO, $0) }
                if count > 0 {
                    // A full pipe may take a part; the lock keeps the rest next to it.
                    rest = rest.dropFirst(count)
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(file, bytes.baseAddress, bytes.count)
}
