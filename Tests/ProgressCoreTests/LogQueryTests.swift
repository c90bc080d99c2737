import Model
import Storage
import Testing

@testable import ProgressCore

/// The query parameters of the logs (logger rules E4, L1, L2, L6, A4).
@Suite struct LogQueryTests {
    @Test func queryIsDecodedAndItsLastValueCounts() throws {
        let query = try LogQuery("item=a%20b+c&item=%C3%BC&x&=y")
        #expect(query.text("item") == "ü")
        #expect(query.text("x") == nil)
        #expect(query.text("nothing") == nil)
    }

    @Test(arguments: ["item=%ff", "item=%zz", "item=%2"])
    func malformedQueryIsABadRequest(text: String) {
        #expect(throws: LecternError.self) { try LogQuery(text) }
    }

    @Test(arguments: [
        ("", ["b", "a"]), ("a", ["b"]), ("a=", ["b"]), ("b=1", ["a"]), ("a&b", []), ("A=1&B=1", ["b", "a"]),
    ])
    func missingParametersAreNamedInTheOrderAsked(text: String, missing: [String]) throws {
        let query = try LogQuery(text)
        guard missing.isEmpty else {
            #expect(throws: LoggerRefusal.missingParameters(missing)) { try query.require("b", "a") }
            return
        }
        try query.require("b", "a")
    }

    @Test(
        arguments: [
            ("true", true), ("True", true), ("TRUE", true), ("1", true), ("false", false), ("fAlse", false),
            ("0", false),
            ("", nil), ("yes", nil), ("on", nil), ("t", nil), ("2", nil), ("-1", nil), ("01", nil), ("null", nil),
            ("true%20", nil), ("%ef%bc%91", nil),
        ] as [(String, Bool?)]
    )
    func flagIsYesOrNoOrNothing(text: String, flag: Bool?) throws {
        #expect(try LogQuery("f=\(text)").flag("f") == flag)
    }

    @Test func flagThatIsNotThereIsNothing() throws {
        #expect(try LogQuery("").flag("f") == nil)
        #expect(try LogQuery("f").flag("f") == nil)
    }

    @Test(
        arguments: [
            ("1", 1), ("-2147483648", -2_147_483_648), ("1.5", 1.5), ("", nil), ("x", nil), ("1x", nil), ("nan", nil),
            ("inf", nil), ("-inf", nil), ("infinity", nil), ("1e999", nil), ("1,5", nil),
        ] as [(String, Double?)]
    )
    func numberIsReadOrNamed(text: String, number: Double?) throws {
        var query = try LogQuery("n=\(text)")
        #expect(query.number("n") == number)
        let problems = query.problems.map { "\($0.field) \($0.code.rawValue)" }
        #expect(problems == (number == nil && !text.isEmpty ? ["n INVALID"] : []))
    }

    @Test func idsAreReadOrNamed() throws {
        let id = ExternalID.random()
        var query = try LogQuery("a=\(id)&b=\("\(id)".replacing("-", with: ""))&c=bad&d=&e=\(id)x")
        for name in ["a", "b"] { #expect((query.id(name) as ExternalID?) == id) }
        for name in ["c", "d", "e", "f"] { #expect((query.id(name) as ExternalID?) == nil) }
        #expect(query.problems.map(\.field) == ["c", "e"])
        #expect(query.problems.allSatisfy { $0.code == .invalid })
        #expect(throws: LoggerRefusal.fields(query.problems)) { try query.refuseProblems() }
    }

    @Test func choiceMustBeKnown() throws {
        let id = LearnerID.random()
        var query = try LogQuery("a=\(id)&b=\(LearnerID.random())&c=bad&d=")
        for (name, found) in [("a", id), ("b", nil), ("c", nil), ("d", nil), ("e", nil)] as [(String, LearnerID?)] {
            #expect(query.choice(name) { $0 == id } == found, "\(name)")
        }
        #expect(query.problems.map(\.field) == ["b", "c"])
        #expect(query.problems.allSatisfy { $0.code == .invalidChoice })
    }

    @Test(
        arguments: [
            ("", nil, nil), ("page=2", nil, nil), ("page_size=0&page=2", nil, nil), ("page_size=-5", nil, nil),
            ("page_size=x", nil, nil), ("page_size=", nil, nil), ("page_size=7", 7, nil),
            ("page_size=7&page=x", 7, "x"), ("page_size=10001&page=2", 10_000, "2"),
            ("page_size=3&page_size=4", 4, nil),
        ] as [(String, Int?, String?)]
    )
    func pageIsAskedForByItsSize(text: String, size: Int?, number: String?) throws {
        let page = try LogQuery(text).page
        #expect(page?.size == size)
        #expect(page?.number == number)
    }
}

/// Conditions put together for one statement.
@Suite struct LogConditionTests {
    @Test func valuesAreNumberedInOrder() {
        var condition = LogCondition()
        #expect(condition.sql == "1 = 1")
        condition.add("a = ? AND b = ?", .integer(1), .text("x"))
        condition.add("1 = 0")
        condition.add("c IN (?)", .integer(3))
        #expect(condition.sql == "(a = ?1 AND b = ?2) AND (1 = 0) AND (c IN (?3))")
        #expect(condition.parameters.count == 3)
        let (page, parameters) = condition.page(limit: 40, offset: 50)
        #expect(page == "LIMIT ?4 OFFSET ?5")
        #expect(parameters == [.integer(1), .text("x"), .integer(3), .integer(40), .integer(50)])
    }
}
