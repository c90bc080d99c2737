import Model

/// Reads the parts of a lesson file, knowing where it is, and collects what is wrong instead of stopping at it.
///
/// A function that reads a part reports what breaks a rule and returns nil when there is nothing usable; whoever gets nil
/// need not report anything.
struct LessonFileReader {
    private(set) var problems: [LessonFileProblem] = []
    private(set) var remarks: [LessonFileRemark] = []
    /// The variables of the lesson; nil for a type that is wrong.
    var variableTypes: [String: LessonFile.Variable.Kind?] = [:]
    var ids: LessonFileIDs
    var widgetIDs = LessonFilePlaces<String>()
    /// The id of the lesson, whether the file names it or not.
    let lessonID: LessonID
    private var path = LessonFilePath()

    init(lesson: JSONNode, fallbackID: LessonID) {
        lessonID = lesson["id"]?.string.flatMap { LessonID($0) } ?? fallbackID
        ids = LessonFileIDs(seed: lessonID, lesson: lesson)
    }

    /// Where the reader is, as text.
    var place: String { path.description }

    /// Notes that what is read breaks a rule.
    mutating func report(_ reason: @autoclosure () -> String) {
        guard problems.count < LessonFileErrors.limit else { return }
        problems.append(LessonFileProblem(path: place, reason: reason()))
    }

    /// Notes what the player will not do with what is read.
    mutating func remark(_ reason: @autoclosure () -> String) {
        guard remarks.count < LessonFileRemark.limit else { return }
        remarks.append(LessonFileRemark(path: place, reason: reason()))
    }

    /// Reads something within a member.
    mutating func within<Value>(_ member: String, _ read: (inout LessonFileReader) -> Value) -> Value {
        path.enter(member: member)
        defer { path.leave() }
        return read(&self)
    }

    /// Reads something within an element.
    mutating func within<Value>(_ index: Int, _ read: (inout LessonFileReader) -> Value) -> Value {
        path.enter(index: index)
        defer { path.leave() }
        return read(&self)
    }
}

// MARK: - Objects and arrays

extension LessonFileReader {
    /// The members of an object by name.
    typealias Members = [String: JSONNode]

    /// Reads an object, each of whose members may be given once; its names are among `known`, where that is not nil.
    mutating func object(_ node: JSONNode, known: [String]?) -> Members? {
        guard let list = node.members else {
            report("must be an object")
            return nil
        }
        var members: Members = [:]
        for (name, value) in list {
            if members.updateValue(value, forKey: name) != nil {
                within(name) { $0.report("given more than once") }
            } else if let known, !known.contains(name) {
                within(name) { $0.report(Self.unknownMember(name, known: known)) }
            }
        }
        return members
    }

    private static func unknownMember(_ name: String, known: [String]) -> String {
        guard let meant = MemberSuggestion.nearest(to: name, among: known) else { return "unknown member" }
        return "unknown member; did you mean \(meant)?"
    }

    /// Reads a member that must be given.
    mutating func required<Value>(
        _ name: String,
        of members: Members,
        _ read: (inout LessonFileReader, JSONNode) -> Value?
    ) -> Value? {
        within(name) { reader in
            guard let node = members[name] else {
                reader.report("missing")
                return nil
            }
            return read(&reader, node)
        }
    }

    /// Reads a member that may be absent or `null`; nil then, too.
    mutating func optional<Value>(
        _ name: String,
        of members: Members,
        _ read: (inout LessonFileReader, JSONNode) -> Value?
    ) -> Value? {
        guard let node = members[name], !node.isNull else { return nil }
        return within(name) { read(&$0, node) }
    }

    /// Reads an array; leaves out the elements that `read` gives nil for.
    mutating func array<Value>(
        _ node: JSONNode,
        count: ClosedRange<Int>,
        _ read: (inout LessonFileReader, JSONNode) -> Value?
    ) -> [Value]? {
        guard let elements = node.elements else {
            report("must be an array")
            return nil
        }
        if !count.contains(elements.count) {
            let bounds = count.lowerBound == 0 ? "at most" : "\(count.lowerBound) to"
            report("must have \(bounds) \(count.upperBound) elements")
        }
        // What lies beyond the bound is not worth more problems than the one about the bound.
        return elements.prefix(count.upperBound).enumerated().compactMap { index, element in
            within(index) { read(&$0, element) }
        }
    }
}
