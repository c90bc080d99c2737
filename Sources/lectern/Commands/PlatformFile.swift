import Directory
import Model

/// A file of platforms: a JSON list, of which every line is right or nothing counts.
struct PlatformFile {
    /// The size that a file must not pass, in bytes.
    static let maximumSize = 4 * 1_048_576
    /// How many platforms a file may have.
    static let maximumCount = 1_000

    /// The platforms, in the order of the file.
    let drafts: [PlatformDraft]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - isLocal: whether all platforms may be on this machine or in a private network.
    /// - Throws: `LecternError` `invalid` that names the entry and the member, as in `[0].issuer: `.
    init(_ bytes: [UInt8], isLocal: Bool) throws(LecternError) {
        let file: JSONNode
        do {
            file = try JSONParser.parse(bytes)
        } catch {
            throw .invalid("file: not JSON: \(error.description)")
        }
        guard let entries = file.elements else { throw .invalid("file: must be a list of platforms") }
        guard entries.count <= Self.maximumCount else {
            throw .invalid("file: must have at most \(Self.maximumCount) platforms")
        }
        var drafts: [PlatformDraft] = []
        for (index, entry) in entries.enumerated() {
            let draft = try PlatformFileEntry(entry, at: "[\(index)]").draft(isLocal: isLocal)
            try Self.compare(draft, with: drafts, at: "[\(index)]")
            drafts.append(draft)
        }
        self.drafts = drafts
    }

    /// An issuer and client id may stand for several deployments, but not for two platforms.
    private static func compare(
        _ draft: PlatformDraft,
        with earlier: [PlatformDraft],
        at path: String
    ) throws(LecternError) {
        for (index, other) in earlier.enumerated()
        where other.issuer.isExactly(draft.issuer) && other.clientID.isExactly(draft.clientID) {
            var same = other
            same.name = draft.name
            same.deploymentIDs = draft.deploymentIDs
            guard same == draft else {
                throw .invalid("\(path): has the issuer and client_id of [\(index)], and differs from it")
            }
        }
    }
}
