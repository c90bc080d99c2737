public import Model

/// A column of a platform's grade book (LTI rule G2).
public struct LineItem: Sendable, Equatable {
    /// The most line items that one answer may hold.
    public static let longestPage = 10_000
    /// The longest answer that is looked at, in bytes.
    public static let longestAnswer = 4 * 1_048_576

    /// The platform's id, a URL; nil for one that the platform does not have yet.
    public let id: WebURL?
    /// What the column is called; not blank.
    public let label: String
    /// The highest score, above zero.
    public let scoreMaximum: Double
    /// The link whose column it is.
    public let resourceLinkID: String?
    /// Our name of what is graded.
    public let resourceID: String?
    /// Our name of what is graded about it.
    public let tag: String?

    /// Makes a line item that the platform does not have yet.
    ///
    /// - Throws: `LecternError` `invalid` for a blank label or a maximum that is not above zero.
    public init(
        label: String,
        scoreMaximum: Double,
        resourceLinkID: String? = nil,
        resourceID: String? = nil,
        tag: String? = nil
    ) throws(LecternError) {
        guard label.contains(where: { !$0.isWhitespace }) else { throw .invalid("label: must not be blank") }
        guard scoreMaximum > 0, scoreMaximum.isFinite else { throw .invalid("scoreMaximum: must be above 0") }
        id = nil
        self.label = label
        self.scoreMaximum = scoreMaximum
        self.resourceLinkID = resourceLinkID
        self.resourceID = resourceID
        self.tag = tag
    }

    /// Takes a platform's line item; nil without an id, a label or a maximum.
    init?(_ node: JSONNode) {
        guard let id = node.webURL("id"), let label = node.text("label"),
            let maximum = node["scoreMaximum"]?.number, maximum > 0, maximum.isFinite
        else { return nil }
        self.id = id
        self.label = label
        scoreMaximum = maximum
        resourceLinkID = node.text("resourceLinkId")
        resourceID = node.text("resourceId")
        tag = node.text("tag")
    }

    /// Reads the answer that names one line item; nil when it is none.
    public init?(answer body: [UInt8]) {
        guard let node = JSONNode.answer(body, longest: Self.longestAnswer) else { return nil }
        self.init(node)
    }

    /// Reads a page of line items; nil when it is none.
    ///
    /// Odd ones are left out.
    public static func page(_ body: [UInt8]) -> [LineItem]? {
        JSONNode.answer(body, longest: longestAnswer)?.elements?.prefix(longestPage).compactMap { LineItem($0) }
    }

    /// The body of the request that makes it.
    public var body: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("label", label)
            json.member("scoreMaximum", scoreMaximum)
            json.member("resourceLinkId", resourceLinkID)
            json.member("resourceId", resourceID)
            json.member("tag", tag)
        }
    }
}
