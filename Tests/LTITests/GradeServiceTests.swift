import LTI
import Model
import Testing

@Suite struct GradeServiceTests {
    @Test func URLsKeepTheirQuery() throws {
        let lineItem = try #require(WebURL("https://lms.example/2/lineitems/7/lineitem?type_id=2"))
        #expect(GradeService.scores(of: lineItem) == "https://lms.example/2/lineitems/7/lineitem/scores?type_id=2")
        let list = try #require(WebURL("https://lms.example/2/lineitems?type_id=2"))
        #expect(
            GradeService.list(list, resourceLinkID: "r/1", resourceID: nil, tag: "grade")
                == "https://lms.example/2/lineitems?type_id=2&resource_link_id=r%2f1&tag=grade"
        )
        #expect(GradeService.list(list) == list.text)
    }

    // MARK: Line items

    @Test func aNewLineItemIsWritten() throws {
        let item = try LineItem(
            label: "Fractions",
            scoreMaximum: 100,
            resourceLinkID: "r",
            resourceID: "x",
            tag: "grade"
        )
        #expect(
            String(decoding: item.body, as: UTF8.self)
                == #"{"label":"Fractions","scoreMaximum":100,"resourceLinkId":"r","resourceId":"x","tag":"grade"}"#
        )
    }

    @Test(arguments: [("", 1), (" \n", 1), ("a", 0), ("a", -1), ("a", .infinity), ("a", .nan)] as [(String, Double)])
    func anOddLineItemIsNotMade(label: String, maximum: Double) {
        #expect(throws: LecternError.self) { try LineItem(label: label, scoreMaximum: maximum) }
    }

    @Test func aPlatformsLineItemIsRead() throws {
        let text = """
            {"id":"https://lms.example/1?a=b","label":"L","scoreMaximum":10.5,"tag":"t","resourceId":7,\
            "endDateTime":"2027-01-01T00:00:00+01:00","gradesReleased":false,"https://x.example/y":{"z":[1.0]}}
            """
        let item = try #require(LineItem(answer: Array(text.utf8)))
        #expect(item.id?.text == "https://lms.example/1?a=b")
        #expect(item.label == "L" && item.scoreMaximum == 10.5)
        #expect(item.tag == "t" && item.resourceID == nil && item.resourceLinkID == nil)
    }

    @Test func aPageLeavesOddOnesOut() throws {
        let text = """
            [{"id":"https://lms.example/1","label":"a","scoreMaximum":1},{"id":"x","label":"b","scoreMaximum":1},
             {"label":"c","scoreMaximum":1},{"id":"https://lms.example/2","scoreMaximum":1},
             {"id":"https://lms.example/3","label":"d","scoreMaximum":"1"},7,
             {"id":"https://lms.example/4","label":"e","scoreMaximum":2}]
            """
        #expect(LineItem.page(Array(text.utf8))?.map(\.label) == ["a", "e"])
        #expect(LineItem.page(Array("{}".utf8)) == nil)
        #expect(LineItem.page(Array("<html>".utf8)) == nil)
    }

    // MARK: Scores

    private func body(_ score: ScoreMessage) -> String { String(decoding: score.body, as: UTF8.self) }

    @Test func aScoreIsWritten() throws {
        let score = try ScoreMessage(
            userID: "user\"1",
            timestamp: Timestamp(microseconds: 1_800_000_000_123_456),
            activity: .completed,
            grading: .fullyGraded,
            given: 8.5,
            maximum: 10,
            startedAt: TestTime.now,
            submittedAt: TestTime.now.adding(seconds: 0.5)
        )
        #expect(
            body(score) == """
                {"userId":"user\\"1","timestamp":"2027-01-15T08:00:00.123Z","activityProgress":"Completed",\
                "gradingProgress":"FullyGraded","scoreGiven":8.5,"scoreMaximum":10,\
                "submission":{"startedAt":"2027-01-15T08:00:00.000Z","submittedAt":"2027-01-15T08:00:00.500Z"}}
                """
        )
    }

    @Test func zeroIsAScoreAndNoneIsNone() throws {
        func score(_ given: Double?) throws -> String {
            body(
                try ScoreMessage(
                    userID: "u",
                    timestamp: TestTime.now,
                    activity: .inProgress,
                    grading: .pending,
                    given: given,
                    maximum: 10
                )
            )
        }
        #expect(try score(0).contains(#""scoreGiven":0,"scoreMaximum":10"#))
        #expect(try !score(nil).contains("score"))
        #expect(try score(12).contains(#""scoreGiven":12,"#), "more than the maximum is allowed")
    }

    @Test(
        arguments: [("u", -1, 10), ("u", 1, 0), ("u", 1, nil), ("u", .nan, 1), ("", 1, 1)]
            as [(String, Double, Double?)]
    )
    func anOddScoreIsNotMade(user: String, given: Double, maximum: Double?) {
        #expect(throws: LecternError.self) {
            try ScoreMessage(
                userID: user,
                timestamp: TestTime.now,
                activity: .completed,
                grading: .fullyGraded,
                given: given,
                maximum: maximum
            )
        }
    }
}
