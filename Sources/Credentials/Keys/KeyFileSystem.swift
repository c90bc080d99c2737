import Model

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The file operations of the key folder; every failure is a `configuration` error with the path and the reason.
enum KeyFileSystem {
    /// Digits of a key file, without the line feed.
    private static let digitCount = 64
    /// More bytes than a PEM file of the longest RSA key has.
    private static let longestPEM = 16_384
    /// Room for thousands of consumer keys.
    private static let longestConsumers = 1_048_576

    static func makeFolder(_ path: String) throws(LecternError) {
        guard mkdir(path, 0o700) != 0 else { return }
        guard errno == EEXIST else { throw failure("The key folder \(path) cannot be made") }
    }

    static func names(in folder: String) throws(LecternError) -> [String] {
        guard let directory = opendir(folder) else {
            guard errno != ENOENT else {
                throw .configuration("The key folder \(folder) does not exist: run `lectern keys init`")
            }
            throw failure("The key folder \(folder) cannot be read")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            // The name runs on past the record's end as declared, so it is read in place.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    static func modificationTime(of path: String) throws(LecternError) -> Timestamp {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure("The key file \(path) cannot be read") }
        #if canImport(Glibc)
        let time = status.st_mtim
        #else
        let time = status.st_mtimespec
        #endif
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    static func remove(_ path: String, in folder: String) throws(LecternError) {
        guard unlink(path) == 0 else { throw failure("The key file \(path) cannot be deleted") }
        try syncFolder(folder)
    }

    // MARK: - Reading

    /// Reads a key of 32 bytes, written as one line of hex digits.
    static func readKey(_ path: String) throws(LecternError) -> SecretBytes {
        guard let line = try readSecret(path, atMost: digitCount + 1), let key = line.withBytes({ decode($0) }) else {
            throw .configuration(
                "The key file \(path) must hold one line of \(digitCount) lower-case hex digits: restore it from a backup"
            )
        }
        return key
    }

    /// Reads the private key of a PEM file.
    static func readRSAKey(_ path: String) throws(LecternError) -> RSAPrivateKey {
        guard let text = try readSecret(path, atMost: longestPEM), let key = RSAPrivateKey(pem: text) else {
            throw .configuration(
                "The key file \(path) must hold an RSA private key of 2048 bits or more as PEM, without a passphrase: "
                    + "restore it from a backup"
            )
        }
        return key
    }

    /// Reads the consumer keys of LTI 1.1; none when there is no file.
    static func readLegacyConsumers(in folder: String) throws(LecternError) -> LegacyConsumers {
        let path = "\(folder)/\(LegacyConsumers.fileName)"
        // Any other reason is reported by the reading: a file that is there and cannot be reached is not "none".
        guard access(path, F_OK) == 0 || errno != ENOENT else { return .none }
        guard let content = try readSecret(path, atMost: longestConsumers) else {
            throw .configuration("\(path) must not be longer than \(longestConsumers) bytes")
        }
        guard let consumers = LegacyConsumers(file: content) else {
            throw .configuration("\(path) must hold lines of a consumer key, one space and its secret")
        }
        return consumers
    }

    /// Reads a file that is its owner's alone; nil when it is longer than so many bytes.
    private static func readSecret(_ path: String, atMost limit: Int) throws(LecternError) -> SecretBytes? {
        // Without O_NONBLOCK a pipe of that name would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("The key file \(path) cannot be read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("The key file \(path) cannot be read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .configuration("\(path) is no regular file") }
        guard status.st_mode & 0o077 == 0 else {
            throw .configuration("The key file \(path) is open to group or others: run `chmod 600 \(path)`")
        }
        var count = 0
        var reason: Int32 = 0
        // One byte more than there may be, to see that there is no more.
        let content = SecretBytes(count: limit + 1) { buffer in
            while count < buffer.count {
                let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { reason = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard reason == 0 else { throw failure("The key file \(path) cannot be read", reason) }
        return count <= limit ? content.withBytes { SecretBytes($0[..<count]) } : nil
    }

    private static func decode(_ line: UnsafeRawBufferPointer) -> SecretBytes? {
        guard line.count == digitCount + 1, line[digitCount] == UInt8(ascii: "\n"),
            line[..<digitCount].allSatisfy({ LowerHex.value($0) != nil })
        else { return nil }
        return SecretBytes(count: digitCount / 2) { key in
            for index in key.indices {
                let high = LowerHex.value(line[index * 2]) ?? 0
                let low = LowerHex.value(line[index * 2 + 1]) ?? 0
                key[index] = high << 4 | low
            }
        }
    }

    // MARK: - Writing

    /// Makes a key file for a purpose; false when the name is taken.
    static func createKey(
        in folder: String,
        name: String,
        for purpose: KeyPurpose
    ) throws(LecternError) -> Bool {
        switch purpose {
        case .pepper, .embed, .internal: try create(in: folder, name: name, content: randomLine())
        case .lti: try create(in: folder, name: name, content: RSAPrivateKey.generate().pem)
        }
    }

    /// Makes a file that is its owner's alone; false when the name is taken.
    private static func create(
        in folder: String,
        name: String,
        content: SecretBytes
    ) throws(LecternError) -> Bool {
        let path = "\(folder)/\(name)"
        let temporary = "\(folder)/.\(name).\(ID<Never>.random()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("The key folder \(folder) cannot be written") }
        defer { unlink(temporary) }
        let isWritten = content.withBytes { write($0, to: descriptor) }
        // The mode again, since open() leaves out what the umask says; the file must not be closed to its own owner.
        let isSynced = isWritten && fchmod(descriptor, 0o600) == 0 && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isSynced else { throw failure("The key file \(path) cannot be written", reason) }
        // A link, unlike a rename, fails when the name is taken: no key is ever overwritten.
        guard link(temporary, path) == 0 else {
            guard errno == EEXIST else { throw failure("The key file \(path) cannot be written") }
            return false
        }
        try syncFolder(folder)
        return true
    }

    private static func randomLine() -> SecretBytes {
        SecretBytes.random(count: digitCount / 2).withBytes { key in
            SecretBytes(count: digitCount + 1) { line in
                for (index, byte) in key.enumerated() {
                    line[index * 2] = lowerHexDigit(byte >> 4)
                    line[index * 2 + 1] = lowerHexDigit(byte & 15)
                }
                line[digitCount] = UInt8(ascii: "\n")
            }
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var position = 0
        while position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            #if canImport(Glibc)
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #else
            let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            position += count
        }
        return true
    }

    /// Makes a new or deleted name survive a power cut.
    private static func syncFolder(_ folder: String) throws(LecternError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("The key folder \(folder) cannot be read") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("The key folder \(folder) cannot be written") }
    }

    private static func failure(_ sentence: String, _ reason: Int32 = errno) -> LecternError {
        .configuration("\(sentence): \(String(cString: strerror(reason)))")
    }
}
