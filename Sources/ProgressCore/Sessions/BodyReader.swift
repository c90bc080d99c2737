import Model

/// Reads the members of a logger body and collects every problem found (logger rule E1).
///
/// An absent member reads as nil; so does one with a problem, which is then on record.
struct BodyReader {
    private let members: JSONNode
    private let prefix: String
    private(set) var problems: [FieldProblem] = []

    /// Reads an object; `prefix` goes before the names of its members in problems (`interactions.`).
    init(_ object: JSONNode, prefix: String = "") {
        self.members = object
        self.prefix = prefix
    }

    /// Parses a request's body and refuses what is not a JSON object (rule C6).
    static func object(in request: CoreRequest) throws(LoggerRefusal) -> JSONNode {
        if let type = request.contentType, type != "application/json" {
            let essence = type.split(separator: ";").first.map { $0.lowercased() } ?? ""
            guard essence.trimmingSpaces == "application/json" else { throw .mediaType(type) }
        }
        let node: JSONNode
        do {
            // Deeper than any member may be, so that the member that is too deep can be named.
            node = try JSONParser.parse(request.body, depth: 4 * memberDepth)
        } catch {
            throw .notJSON(error.description)
        }
        switch node.kind {
        case .object: return node
        case .null: throw .fields([FieldProblem(field: "non_field_errors", code: .null, message: "No data provided")])
        default:
            let message = "Invalid data. Expected a dictionary."
            throw .fields([FieldProblem(field: "non_field_errors", code: .invalid, message: message)])
        }
    }

    mutating func add(_ name: String, _ code: FieldProblem.Code, _ message: String) {
        problems.append(FieldProblem(field: prefix + name, code: code, message: message))
    }

    mutating func add(contentsOf others: [FieldProblem]) {
        problems.append(contentsOf: others)
    }

    /// Refuses when anything was found.
    func refuseProblems() throws(LoggerRefusal) {
        guard problems.isEmpty else { throw .fields(problems) }
    }

    /// A member that is present and not null (rule S8).
    private mutating func present(_ name: String) -> JSONNode? {
        guard let node = members[name] else { return nil }
        guard !node.isNull else {
            add(name, .null, "This field may not be null.")
            return nil
        }
        return node
    }

    mutating func id<Subject>(_ name: String) -> ID<Subject>? {
        guard let node = present(name) else { return nil }
        guard let id = node.string.flatMap({ ID<Subject>(lenient: $0) }) else {
            add(name, .invalid, "Must be a valid UUID.")
            return nil
        }
        return id
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let node = present(name) else { return nil }
        guard let value = node.bool else {
            add(name, .invalid, "Must be a valid boolean.")
            return nil
        }
        return value
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = present(name) else { return nil }
        guard let value = node.number, value.isFinite else {
            add(name, .invalid, "A valid number is required.")
            return nil
        }
        guard value >= range.lowerBound else {
            add(name, .minimum, "Ensure this value is greater than or equal to \(Int(range.lowerBound)).")
            return nil
        }
        guard value <= range.upperBound else {
            add(name, .maximum, "Ensure this value is less than or equal to \(Int(range.upperBound)).")
            return nil
        }
        return value
    }

    /// A whole number, be it a number or a text of digits (rule S6).
    mutating func count(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = present(name) else { return nil }
        guard let value = node.integer ?? node.string.flatMap({ Int($0) }) else {
            add(name, .invalid, "A valid integer is required.")
            return nil
        }
        guard range.contains(value) else {
            let isLow = value < range.lowerBound
            add(
                name,
                isLow ? .minimum : .maximum,
                isLow
                    ? "Ensure this value is greater than or equal to \(range.lowerBound)."
                    : "Ensure this value is less than or equal to \(range.upperBound)."
            )
            return nil
        }
        return value
    }

    mutating func choice<Choice: RawRepresentable>(_ name: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let node = present(name) else { return nil }
        guard let choice = node.string.flatMap(Choice.init(rawValue:)) else {
            add(name, .invalidChoice, "\(node.textString.prefix(100)) is not a valid choice.")
            return nil
        }
        return choice
    }

    /// How deep an object of the client's own may nest.
    static let memberDepth = 64

    /// An object of the client's own, with its exact text.
    mutating func object(_ name: String) -> JSONNode? {
        guard let node = present(name) else { return nil }
        guard !node.isDeeper(than: Self.memberDepth) else {
            add(name, .maximumDepth, "Must not nest deeper than \(Self.memberDepth).")
            return nil
        }
        guard node.isObject else {
            add(name, .notAnObject, "Expected a dictionary of items.")
            return nil
        }
        return node
    }

    /// An object with rules of its own, whose problems go by its name (rule E2).
    mutating func nested(_ name: String) -> JSONNode? {
        guard let node = present(name) else { return nil }
        guard node.isObject else {
            add("\(name).non_field_errors", .invalid, "Invalid data. Expected a dictionary.")
            return nil
        }
        return node
    }

    /// A text of at most `limit` characters, free of what is no character (rule C6).
    mutating func text(_ name: String, limit: Int, mayBeBlank: Bool) -> String? {
        guard let node = present(name) else { return nil }
        guard case .string(let value, let flaw) = node.kind else {
            add(name, .invalid, "Not a valid string.")
            return nil
        }
        switch flaw {
        case .nullCharacter: add(name, .nullCharacter, "Null characters are not allowed.")
        case .loneSurrogate: add(name, .loneSurrogate, "Surrogate characters are not allowed.")
        case nil:
            if !mayBeBlank, value.allSatisfy(\.isWhitespace) {
                add(name, .blank, "This field may not be blank.")
            } else if value.utf8.count > limit {
                add(name, .maximumLength, "Ensure this field has no more than \(limit) bytes.")
            } else {
                return value
            }
        }
        return nil
    }

    /// A list of at most `limit` objects.
    mutating func list(_ name: String, limit: Int) -> [JSONNode]? {
        guard let node = present(name) else { return nil }
        guard let elements = node.elements else {
            add("\(name).non_field_errors", .invalid, "Expected a list of items.")
            return nil
        }
        guard elements.count <= limit else {
            add("\(name).non_field_errors", .maximumLength, "Ensure this list has no more than \(limit) items.")
            return nil
        }
        return elements
    }

    /// Whether a member is there at all, be it null or wrong.
    func has(_ name: String) -> Bool { members[name] != nil }
}

extension JSONNode {
    /// Whether arrays and objects nest deeper than so many levels.
    fileprivate func isDeeper(than levels: Int) -> Bool {
        switch kind {
        case .array(let elements): levels == 0 || elements.contains { $0.isDeeper(than: levels - 1) }
        case .object(let members): levels == 0 || members.contains { $0.value.isDeeper(than: levels - 1) }
        default: false
        }
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    fileprivate var trimmingSpaces: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
