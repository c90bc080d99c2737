public import Model

/// The folder of the installation's secret keys: one file `<purpose>-<version>.key` each, mode 0600, of 64 lower-case
/// hex digits and a line feed, or for LTI an RSA private key as PEM.
///
/// A file is written under another name, synced and then given its name, and never overwritten. The highest version of
/// each purpose is the current one; older ones stay valid until they are retired. Beside them there may be the file of
/// ``LegacyConsumers``. Other files are ignored.
public struct KeyFolder: Sendable {
    /// Where the folder is.
    public let path: String

    /// Names a folder; nothing is read or written yet.
    public init(path: String) {
        self.path = path
    }

    /// Makes the folder when it is missing (mode 0700, its parent must exist) and version 1 of each purpose without key.
    ///
    /// - Parameter purposes: what keys are needed for; what is not named is left as it is. A key for LTI takes a few
    ///   tenths of a second to make.
    /// - Returns: the keys it made; none when every purpose has one already.
    /// - Throws: ``LecternError`` `configuration` when the folder or a file cannot be written.
    public func initialize(_ purposes: [KeyPurpose] = KeyPurpose.symmetric) throws(LecternError) -> [KeyFile] {
        try KeyFileSystem.makeFolder(path)
        let existing = try list()
        var created: [(KeyPurpose, Int)] = []
        for purpose in purposes where !existing.contains(where: { $0.purpose == purpose }) {
            // False when another process made it a moment ago, which is as good.
            if try KeyFileSystem.createKey(in: path, name: KeyFile.name(purpose, 1), for: purpose) {
                created.append((purpose, 1))
            }
        }
        return try list().filter { file in created.contains { $0 == (file.purpose, file.version) } }
    }

    /// Adds the next version of a purpose, which becomes the current one; the older ones stay valid.
    ///
    /// - Throws: ``LecternError`` `configuration` when the folder is missing or cannot be written; `conflict` when another
    ///   process rotates the same purpose at the same time.
    public func rotate(_ purpose: KeyPurpose) throws(LecternError) -> KeyFile {
        let version = (try list().last { $0.purpose == purpose }?.version ?? 0) + 1
        let name = KeyFile.name(purpose, version)
        guard version <= KeyFile.highestVersion, try KeyFileSystem.createKey(in: path, name: name, for: purpose) else {
            throw LecternError(.conflict, "\(name) was made by another process: look at `lectern keys list`")
        }
        return try find(purpose, version)
    }

    /// Deletes an old version; what was made with it is no longer accepted.
    ///
    /// - Throws: ``LecternError`` `conflict` for the current version, `notFound` for one that does not exist,
    ///   `configuration` when the folder is missing or cannot be written.
    public func retire(_ purpose: KeyPurpose, version: Int) throws(LecternError) {
        let file = try find(purpose, version)
        guard !file.isCurrent else {
            throw LecternError(
                .conflict,
                "\(KeyFile.name(purpose, version)) is the current key: run `lectern keys rotate \(purpose.rawValue)` first"
            )
        }
        try KeyFileSystem.remove(file.path, in: path)
    }

    /// The keys of the folder, by purpose and ascending version, without reading them.
    ///
    /// - Throws: ``LecternError`` `configuration` when the folder is missing or cannot be read.
    public func list() throws(LecternError) -> [KeyFile] {
        var versions: [KeyPurpose: [Int]] = [:]
        for name in try KeyFileSystem.names(in: path) {
            guard let (purpose, version) = KeyFile.parse(name: name) else { continue }
            versions[purpose, default: []].append(version)
        }
        var files: [KeyFile] = []
        for purpose in KeyPurpose.allCases {
            let sorted = versions[purpose, default: []].sorted()
            for version in sorted {
                let filePath = "\(path)/\(KeyFile.name(purpose, version))"
                files.append(
                    KeyFile(
                        purpose: purpose,
                        version: version,
                        path: filePath,
                        createdAt: try KeyFileSystem.modificationTime(of: filePath),
                        isCurrent: version == sorted.last
                    )
                )
            }
        }
        return files
    }

    /// Reads all keys; those for LTI may be missing.
    ///
    /// - Throws: ``LecternError`` `configuration` with a sentence that says what to do: the folder or a purpose's key is
    ///   missing, a file is open to group or others, or its content is malformed (which is never told).
    public func load() throws(LecternError) -> KeyRing {
        var secrets: [KeyPurpose: [Int: SecretBytes]] = [:]
        var toolKeys: [ToolKey] = []
        for file in try list() {
            switch file.purpose {
            case .pepper, .embed, .internal:
                secrets[file.purpose, default: [:]][file.version] = try KeyFileSystem.readKey(file.path)
            case .lti:
                let key = try KeyFileSystem.readRSAKey(file.path)
                toolKeys.append(ToolKey(version: file.version, key: key, createdAt: file.createdAt))
            }
        }
        func versions(_ purpose: KeyPurpose) throws(LecternError) -> [Int: SecretBytes] {
            guard let versions = secrets[purpose] else {
                throw .configuration("The key folder \(path) has no \(purpose.rawValue) key: run `lectern keys init`")
            }
            return versions
        }
        return KeyRing(
            peppers: try versions(.pepper),
            embed: try versions(.embed),
            internal: try versions(.internal),
            tool: ToolKeyRing(toolKeys),
            legacyConsumers: try KeyFileSystem.readLegacyConsumers(in: path)
        )
    }

    private func find(_ purpose: KeyPurpose, _ version: Int) throws(LecternError) -> KeyFile {
        guard let file = try list().first(where: { $0.purpose == purpose && $0.version == version }) else {
            throw LecternError(.notFound, "There is no \(KeyFile.name(purpose, version)) in \(path)")
        }
        return file
    }
}
