import Model

/// One page of a course's members (LTI rule N3).
public struct MemberPage: Sendable {
    /// The longest page that is looked at, in bytes.
    public static let longest = 16 * 1_048_576

    /// The members.
    public let members: [Member]
    /// How many members were left out, since they have no id or no roles.
    public let skipped: Int

    /// Reads an answer; nil when it is no list of members.
    public init?(_ body: [UInt8]) {
        guard let node = JSONNode.answer(body, longest: Self.longest), let elements = node["members"]?.elements
        else { return nil }
        members = elements.compactMap { Member($0) }
        skipped = elements.count - members.count
    }
}
