import Model

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads files that commands are given, within bounds.
final class InputFile {
    private let stream: UnsafeMutablePointer<FILE>
    private let name: String
    /// The file's size in bytes; 0 where it has none, such as a pipe.
    let size: Int

    /// Opens a file, or standard input for `-`.
    ///
    /// - Throws: `LecternError` `invalid` when it cannot be read.
    init(_ path: String) throws(LecternError) {
        guard let stream = path == "-" ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "r") else {
            throw .invalid("Cannot read \(path): \(String(cString: strerror(errno)))")
        }
        self.stream = stream
        name = path
        var status = stat()
        size = fstat(fileno(stream), &status) == 0 ? Int(status.st_size) : 0
    }

    deinit {
        fclose(stream)
    }

    /// The next line without its end; nil at the end of the file.
    ///
    /// - Throws: `LecternError` `invalid` when it is longer than `limit` bytes or cannot be read.
    func line(limit: Int) throws(LecternError) -> [UInt8]? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        let count = getline(&buffer, &capacity, stream)
        guard count >= 0, let buffer else {
            guard ferror(stream) == 0 else { throw .invalid("Cannot read \(name)") }
            return nil
        }
        guard count <= limit else { throw .invalid("a line of \(name) is longer than \(limit) bytes") }
        var bytes = UnsafeRawBufferPointer(start: buffer, count: count)[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return Array(bytes)
    }

    /// A whole file.
    ///
    /// - Throws: `LecternError` `invalid` when it is larger than `limit` bytes or cannot be read.
    static func read(_ path: String, limit: Int) throws(LecternError) -> [UInt8] {
        let file = try InputFile(path)
        var bytes: [UInt8] = []
        // In pieces: most files are far from their limit.
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = fread(&piece, 1, piece.count, file.stream)
            guard count > 0 else { break }
            bytes.append(contentsOf: piece[..<count])
        }
        guard ferror(file.stream) == 0 else { throw .invalid("Cannot read \(path)") }
        guard bytes.count <= limit else { throw .invalid("\(path) is larger than \(limit) bytes") }
        return bytes
    }
}
