import Model

/// A value of a roster file and where it stands, so that whatever is wrong with it can be named.
struct RosterNode {
    /// Longer member names are cut in a sentence: a name can be as long as the file.
    private static let shownNameLength = 64

    private let node: JSONNode
    private let path: String

    /// Reads the whole file.
    init(_ text: [UInt8]) throws(LecternError) {
        do {
            node = try JSONParser.parse(text)
        } catch {
            throw .invalid("file: not JSON: \(error.description)")
        }
        path = ""
    }

    private init(_ node: JSONNode, at path: String) {
        self.node = node
        self.path = path
    }

    /// What is wrong here, as an error.
    func refusal(_ reason: String) -> LecternError {
        .invalid("\(path.isEmpty ? "file" : path): \(reason)")
    }

    // MARK: Objects and arrays

    /// Refuses what is no object, and members that are unknown or given more than once.
    func checkObject(_ known: Set<String>) throws(LecternError) {
        guard let members = node.members else { throw refusal("must be an object") }
        var seen: Set<String> = []
        for (name, _) in members {
            guard known.contains(name) else {
                throw refusal("unknown member \(Self.quoted(name)); known: \(known.sorted().joined(separator: ", "))")
            }
            guard seen.insert(name).inserted else { throw refusal("\(name) is given more than once") }
        }
    }

    private static func quoted(_ name: String) -> String {
        var json = JSONWriter()
        json.string(String(name.prefix(shownNameLength)))
        return json.text
    }

    /// A member; nil for one that is absent or `null`.
    subscript(name: String) -> RosterNode? {
        guard let member = node[name], !member.isNull else { return nil }
        return RosterNode(member, at: path.isEmpty ? name : "\(path).\(name)")
    }

    /// A member that must be given.
    func required(_ name: String) throws(LecternError) -> RosterNode {
        guard let member = self[name] else { throw refusal("\(name) is missing") }
        return member
    }

    /// The elements of a member that is an array; none for one that is absent or `null`.
    func array<Value>(
        _ name: String,
        limit: Int = .max,
        _ read: (RosterNode) throws(LecternError) -> Value
    ) throws(LecternError) -> [Value] {
        guard let list = self[name] else { return [] }
        guard let elements = list.node.elements else { throw list.refusal("must be an array") }
        guard elements.count <= limit else { throw list.refusal("must have at most \(limit) elements") }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            values.append(try read(RosterNode(element, at: "\(list.path)[\(index)]")))
        }
        return values
    }

    // MARK: Values

    func text(_ length: ClosedRange<Int> = RosterRepository.nameLength) throws(LecternError) -> String {
        guard case .string(let text, nil) = node.kind, text.isPlainText(length) else {
            throw refusal(
                "must be a string of \(length.lowerBound) to \(length.upperBound) characters without control characters"
            )
        }
        return text
    }

    func learnerName() throws(LecternError) -> String {
        try text(RosterRepository.learnerNameLength)
    }

    func bool() throws(LecternError) -> Bool {
        guard let bool = node.bool else { throw refusal("must be true or false") }
        return bool
    }

    func integer(_ range: ClosedRange<Int>) throws(LecternError) -> Int {
        guard let integer = node.integer, range.contains(integer) else {
            throw refusal("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func id<Subject>() throws(LecternError) -> ID<Subject> {
        guard let id = node.string.flatMap({ ID<Subject>($0) }) else { throw refusal("must be a UUID") }
        return id
    }

    func choice<Choice: NamedChoice>() throws(LecternError) -> Choice {
        guard let choice = node.string.flatMap({ Choice(named: $0) }) else {
            throw refusal("must be one of \(Choice.allCases.map(\.name).joined(separator: ", "))")
        }
        return choice
    }
}
