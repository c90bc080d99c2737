import Model
import Testing

@testable import ProgressCore

/// Pages of the logs (logger rules L6, A5).
@Suite struct LogPageTests {
    private let world: CoreWorld
    private let ada: Caller
    /// Five tries of as many contents, each with one attempt, of 1…5 seconds.
    private let contents = (1...5).map { _ in TestContent(kind: "exercise") }

    init() async throws {
        world = try CoreWorld()
        ada = world.embed("ada")
        for (index, content) in contents.enumerated() {
            let session = try await ada.beginTry(at: content)
            world.clock.advance(seconds: 10)
            let answer = #"{"item":"q","correct":1,"time_spent":\#(index + 1),"answer":{}}"#
            try await ada.report(session, "{\"time_spent_delta\":\(index + 1),\"interactions\":[\(answer)]}")
        }
    }

    private func list(_ log: String, _ query: String) async throws -> Answer {
        try await ada.send(.get, "/api/logger/\(log)?content=&user=\(ada.userID)\(query)")
    }

    // MARK: Lists

    @Test(
        arguments: ["masterylog", "attemptlog"],
        ["", "&page_size=", "&page_size=0", "&page_size=-1", "&page_size=abc", "&page_size=2.5", "&page_size=%202"]
    )
    func withoutAPageSizeTheListIsPlain(log: String, query: String) async throws {
        // And the page is ignored, whatever it is.
        for page in ["", "&page=1", "&page=99", "&page=x", "&page=", "&page=-1"] {
            let answer = try await list(log, query + page)
            #expect(answer.status == 200, "\(page)")
            #expect(answer.json.elements != nil, "\(page)")
            #expect(try answer.times() == [5, 4, 3, 2, 1], "\(page)")
        }
    }

    // MARK: Pages

    @Test(
        arguments: ["masterylog", "attemptlog"],
        [
            ("&page_size=2", 1, 3, [5, 4]), ("&page_size=2&page=1", 1, 3, [5, 4]),
            ("&page_size=2&page=2", 2, 3, [3, 2]),
            ("&page_size=2&page=3", 3, 3, [1]), ("&page_size=1&page=5", 5, 5, [1]),
            ("&page_size=4&page=2", 2, 2, [1]), ("&page_size=5", 1, 1, [5, 4, 3, 2, 1]),
            ("&page_size=6&page=1", 1, 1, [5, 4, 3, 2, 1]), ("&page_size=100000", 1, 1, [5, 4, 3, 2, 1]),
            ("&page_size=9223372036854775807", 1, 1, [5, 4, 3, 2, 1]),
            ("&page_size=99999999999999999999", 1, 1, [5, 4, 3, 2, 1]),
        ] as [(String, Int, Int, [Double])]
    )
    func pageTellsItsPlace(log: String, row: (query: String, page: Int, pages: Int, times: [Double])) async throws {
        let answer = try await list(log, row.query)
        #expect(answer.status == 200)
        #expect(answer.names() == ["page", "count", "total_pages", "results"])
        #expect(answer.raw("page") == "\(row.page)")
        #expect(answer.raw("count") == "5")
        #expect(answer.raw("total_pages") == "\(row.pages)")
        #expect(try answer.times() == row.times)
    }

    @Test(
        arguments: ["masterylog", "attemptlog"],
        ["4", "0", "-1", "x", "none", "1.0", "9223372036854775807", "99999999999999999999", "%20", "%00"]
    )
    func pageThatIsNotThereIsNotFound(log: String, page: String) async throws {
        let answer = try await list(log, "&page_size=2&page=\(page)")
        #expect(answer.status == 404)
        #expect(answer.text == #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
    }

    @Test(arguments: ["masterylog", "attemptlog"])
    func listWithoutEntriesHasOneEmptyPage(log: String) async throws {
        let nothing = "&facility=\(OrganizationID.random())&page_size=3"
        let answer = try await list(log, nothing)
        #expect(answer.text == #"{"page":1,"count":0,"total_pages":1,"results":[]}"#)
        #expect(try await list(log, nothing + "&page=2").status == 404)
    }

    @Test(arguments: ["masterylog", "attemptlog"])
    func pagesTogetherAreTheList(log: String) async throws {
        // Everything at the same time, so that only a stable order keeps pages apart (rule A2).
        let calm = world.embed("bob")
        for content in contents {
            let session = try await calm.beginTry(at: content)
            try await calm.answer(session, question("a", "1"))
        }
        let target = "/api/logger/\(log)?content=&user=\(calm.userID)"
        let whole = try await calm.send(.get, target)
        let ids = try #require(whole.json.elements).compactMap { $0["id"]?.string }
        #expect(Set(ids).count == 5)
        var pages: [String] = []
        for page in 1...3 {
            let answer = try await calm.send(.get, "\(target)&page_size=2&page=\(page)")
            pages += (answer["results"]?.elements ?? []).compactMap { $0["id"]?.string }
        }
        #expect(pages == ids)
    }

    @Test func pageIsCountedAfterTheFilters() async throws {
        let answer = try await ada.masteryLog(contents[2], of: ada, "&page_size=1")
        #expect(answer.raw("count") == "1")
        #expect(try answer.times() == [3])
    }

    // MARK: Places

    @Test(
        arguments: [
            (0, 3, nil, 3, 0), (1, 3, "1", 3, 0), (7, 3, "3", 3, 6), (6, 3, "2", 3, 3), (7, 3, "last", 3, 6),
            (0, 3, "last", 3, 0), (10_000, nil, nil, 10_000, 0), (0, nil, "7", 10_000, 0),
        ] as [(Int, Int?, String?, Int, Int)]
    )
    func placeFollowsFromTheCount(count: Int, size: Int?, number: String?, limit: Int, offset: Int) throws {
        let page = try LogPage(size.map { LogPage.Request(size: $0, number: number) }, count: count)
        #expect(page.limit == limit)
        #expect(page.offset == offset)
    }

    @Test func longerListsMustBeAskedForByPages() throws {
        let refusal = #expect(throws: LoggerRefusal.self) { _ = try LogPage(nil, count: 10_001) }
        #expect(refusal == .statement("There are more than 10000 entries; ask for them with page_size"))
        #expect(throws: Never.self) { try LogPage(.init(size: 10_000, number: "2"), count: 10_001) }
    }
}
