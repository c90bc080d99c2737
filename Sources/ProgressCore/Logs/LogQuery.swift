import Model

/// The query parameters of the log reads (logger rules E4, L1–L7, A1–A5); the last one of a name counts.
struct LogQuery {
    private let values: [String: String]
    private(set) var problems: [FieldProblem] = []

    /// Parses a query; unknown parameters are ignored (rule C8).
    ///
    /// - Throws: `LecternError` `badRequest` for one that is no query.
    init(_ text: String) throws(LecternError) {
        guard let pairs = PercentCoding.query(text) else { throw LecternError.badRequest("The query is malformed") }
        values = Dictionary(pairs.map { ($0.name, $0.value) }) { _, last in last }
    }

    /// Refuses when one of these is not there at all (rule E4).
    func require(_ names: String...) throws(LoggerRefusal) {
        let missing = names.filter { values[$0] == nil }
        guard missing.isEmpty else { throw .missingParameters(missing) }
    }

    /// Refuses when anything was found wrong.
    func refuseProblems() throws(LoggerRefusal) {
        guard problems.isEmpty else { throw .fields(problems) }
    }

    mutating func add(_ name: String, _ code: FieldProblem.Code, _ message: String) {
        problems.append(FieldProblem(field: name, code: code, message: message))
    }

    /// A parameter that filters; an empty one does not (rule L1).
    func text(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A UUID.
    mutating func id<Subject>(_ name: String) -> ID<Subject>? {
        guard let text = text(name) else { return nil }
        guard let id = ID<Subject>(lenient: text) else {
            add(name, .invalid, "Enter a valid UUID.")
            return nil
        }
        return id
    }

    /// A UUID that must stand for something known; `isKnown` tells (rules L1, A4).
    mutating func choice<Subject>(_ name: String, _ isKnown: (ID<Subject>) throws -> Bool) rethrows -> ID<Subject>? {
        guard let text = text(name) else { return nil }
        guard let id = ID<Subject>(lenient: text), try isKnown(id) else {
            add(name, .invalidChoice, "Select a valid choice. That choice is not one of the available choices.")
            return nil
        }
        return id
    }

    /// `true`, `false`, 1 or 0 in any case; anything else does not filter (rule L2).
    func flag(_ name: String) -> Bool? {
        switch text(name)?.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    /// A number (rule A4).
    mutating func number(_ name: String) -> Double? {
        guard let text = text(name) else { return nil }
        // Swift would take hexadecimal digits and words as well.
        let isDecimal = text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) }
        guard isDecimal, let value = Double(text), value.isFinite else {
            add(name, .invalid, "Enter a number.")
            return nil
        }
        return value
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// The page that is asked for; nil for a plain list (rule L6).
    var page: LogPage.Request? {
        guard let text = text("page_size") else { return nil }
        // A number beyond our integers is a large one all the same.
        let isLarge = text.utf8.count > 18 && text.utf8.allSatisfy(Self.isDigit)
        guard let size = isLarge ? LogPage.listLimit : Int(text), size > 0 else { return nil }
        return LogPage.Request(size: min(size, LogPage.listLimit), number: values["page"])
    }
}
