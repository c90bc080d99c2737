import Model

/// What an assessment asks for, frozen when a try opens (logger rules S6, M3).
struct MasteryCriterion: Sendable, Equatable {
    /// The kinds of criteria (rule S6).
    enum Kind: String, Sendable, CaseIterable {
        case doAll = "do_all"
        case mOfN = "m_of_n"
        case twoInARow = "num_correct_in_a_row_2"
        case threeInARow = "num_correct_in_a_row_3"
        case fiveInARow = "num_correct_in_a_row_5"
        case tenInARow = "num_correct_in_a_row_10"
        case quiz
        case skillCheck = "skill_check"
        case prePostTest = "pre_post_test"
    }

    /// Which of two versions of a unit's test a learner gets, and when (rule S18).
    struct UnitTest: Sendable, Equatable {
        /// Before or after the unit.
        enum Moment: String, Sendable, CaseIterable {
            case pre, post
        }

        let version: String
        let moment: Moment
    }

    /// The largest `m` and `n`; more questions than an exercise shows at a time.
    static let countLimit = 1_000

    let kind: Kind
    var m: Int?
    var n: Int?
    var isCoachAssigned = false
    var unitTest: UnitTest?

    /// Quizzes have negative levels and show all their attempts (rules M2, M5).
    var isQuiz: Bool { kind == .quiz || kind == .prePostTest }

    /// How many of the newest attempts a start shows; nil for all (rule M5).
    var shownAttempts: Int? {
        switch kind {
        case .mOfN: n ?? 0
        case .quiz, .prePostTest: nil
        case .doAll, .skillCheck: 10
        case .twoInARow, .threeInARow, .fiveInARow, .tenInARow: streak
        }
    }

    private var streak: Int? {
        switch kind {
        case .twoInARow: 2
        case .threeInARow: 3
        case .fiveInARow: 5
        case .tenInARow: 10
        default: nil
        }
    }

    /// How many right answers among how many of the newest are mastery (rule M10); nil where the number of questions is not
    /// known.
    var goal: (needed: Int, window: Int)? {
        if let streak { return (streak, streak) }
        guard let n, n > 0 else { return nil }
        return kind == .mOfN ? (max(1, m ?? n), n) : (n, n)
    }
}

// MARK: - Form

extension MasteryCriterion {
    /// The object that answers show; the number of questions that a coach gave a quiz is not part of it (rule Q1).
    var jsonText: JSONText {
        var json = JSONWriter(capacity: 64)
        json.object { json in
            json.name("type")
            json.string(kind.rawValue)
            if let unitTest {
                json.name("version")
                json.string(unitTest.version)
                json.name("test_type")
                json.string(unitTest.moment.rawValue)
            }
            if isCoachAssigned {
                json.name("coach_assigned")
                json.bool(true)
            } else {
                if let m {
                    json.name("m")
                    json.integer(m)
                }
                if let n {
                    json.name("n")
                    json.integer(n)
                }
            }
        }
        return JSONText(trusted: json.text)
    }

    /// How a try keeps it: `kind m n coach version moment`, with `-` for what it lacks; read with each update, so it is not
    /// JSON.
    var storedText: String {
        let count = { (value: Int?) in value.map { "\($0)" } ?? "-" }
        let test = unitTest.map { "\($0.version) \($0.moment.rawValue)" } ?? "- -"
        return "\(kind.rawValue) \(count(m)) \(count(n)) \(isCoachAssigned ? "coach" : "-") \(test)"
    }

    /// Reads what ``storedText`` wrote; nil for anything else.
    init?(storedText: String) {
        let parts = storedText.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        guard parts.count == 6, let kind = Kind(rawValue: parts[0]) else { return nil }
        self.kind = kind
        m = Int(parts[1])
        n = Int(parts[2])
        isCoachAssigned = parts[3] == "coach"
        unitTest = UnitTest.Moment(rawValue: parts[5]).map { UnitTest(version: parts[4], moment: $0) }
    }

    /// Reads the `mastery_model` of a start; nil when there is none, or with its problems on record (rules S6, E2).
    static func read(_ name: String, _ problems: inout BodyReader) -> MasteryCriterion? {
        guard let node = problems.nested(name) else { return nil }
        var reader = BodyReader(node, prefix: "\(name).")
        let kind = reader.choice("type", Kind.self)
        if !reader.has("type") { reader.add("type", .required, "This field is required.") }
        let m = reader.count("m", in: -countLimit...countLimit)
        let n = reader.count("n", in: -countLimit...countLimit)
        if kind == .mOfN, reader.problems.isEmpty {
            if let n {
                if n < 0 { reader.add("n", .minimum, "Ensure this value is greater than or equal to 0.") }
            } else {
                reader.add("n", .required, "This field is required for m_of_n.")
            }
        }
        problems.add(contentsOf: reader.problems)
        guard reader.problems.isEmpty, let kind else { return nil }
        return MasteryCriterion(kind: kind, m: m, n: n)
    }
}
