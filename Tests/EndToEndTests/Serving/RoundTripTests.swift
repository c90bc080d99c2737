import Model
import Testing

/// What is loaded comes back exactly so.
@Suite struct RoundTripTests {
    private static let times = #""startedAt":null,"completedAt":null,"lastActivityAt":"2025-06-01T10:15:00.250Z""#

    private static func embed(
        _ learner: String,
        _ score: String = #""score":null,"maxScore":null"#,
        data: String = "null",
        variables: String = "null",
        items: String = "null",
        attributes: String = "null"
    ) -> String {
        """
        {"lessonId":"\(Sample.lessonID)","learnerId":"\(learner)","status":"not_started",\(score),\
        "currentSectionIndex":0,"currentStepIndex":0,"totalSteps":null,"progressData":\(data),\
        "variableState":\(variables),"items":\(items),"userAttributes":\(attributes),\(times)}
        """
    }

    private static func lti(_ user: String, context: String, course: String, data: String = "null") -> String {
        """
        {"lessonId":"\(Sample.lessonID)","ltiUserId":"\(user)","platformId":"p 1/é","contextId":\(context),\
        "courseId":"\(course)","status":"completed","score":83.33,"maxScore":100,"currentSectionIndex":2,\
        "currentStepIndex":1,"progressData":\(data),"variableState":{"v":1e2},"startedAt":"2025-06-01T10:00:00Z",\
        "completedAt":"2025-06-01T10:14:59.999Z","lastActivityAt":"2025-06-01T10:15:00Z"}
        """
    }

    private static let nested =
        #"{"a":[1e2,1E+2,-0,0.10,12345678901234567890,{"":[]}], "ü\u00fc\ud83d\ude00/\/":"\t\"","n":null}"#

    static let embedLines: [(learner: String, line: String)] = [
        ("learner-1", Sample.embedLine),
        ("n", embed("n")),
        ("na%C3%AFve%20%F0%9F%98%80", embed("naïve 😀")),
        ("a%2Fb%3Fc%23d%25", embed("a/b?c#d%")),
        ("+", embed("+", #""score":0,"maxScore":0"#)),
        ("quoted", embed("quoted", #""score":0.1,"maxScore":1000000000"#, data: nested, attributes: nested)),
        ("empty", embed("empty", data: "{}", variables: "{}", items: "[]", attributes: "{}")),
        ("items", embed("items", items: "[\(nested),null,1.0,\"x\"]")),
        ("twice", embed("twice", data: #"{"a":1,"a":2}"#)),
        ("long", embed("long", data: #"{"text":"\#(String(repeating: "é", count: 100_000))"}"#)),
    ]

    @Test(arguments: Topology.allCases)
    func embedRowsComeBackByteForByte(topology: Topology) async throws {
        let lines = Self.embedLines.map(\.line).joined(separator: "\n")
        try await serving(as: topology, lines) { site in
            for (learner, line) in Self.embedLines {
                // Twice: from the store and from memory.
                for _ in 0..<2 {
                    let answer = try await site.poll(learner)
                    #expect(answer.status == 200)
                    #expect(answer.text == line)
                }
            }
        }
    }

    @Test(arguments: Topology.allCases)
    func ltiRowsComeBackByteForByte(topology: Topology) async throws {
        let courses = (1...3).map { "\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)-0000-4000-8000-000000000000" }
        let rows = [
            ("u-1", "&contextId=c%201", Self.lti("u-1", context: #""c 1""#, course: courses[0], data: Self.nested)),
            ("u-1", "&contextId=c%2B2", Self.lti("u-1", context: #""c+2""#, course: courses[1])),
            ("%C3%BC", "", Self.lti("ü", context: "null", course: courses[2])),
            ("u-2", "", Self.lti("u-2", context: #""c 1""#, course: courses[0])),
        ]
        try await serving(as: topology, rows.map(\.2).joined(separator: "\n")) { site in
            for (user, context, line) in rows {
                let answer = try await ask(
                    .get,
                    "\(site.server.url)/api/public/lessons/\(site.lesson)/lti-progress/\(user)"
                        + "?platformId=p%201%2F%C3%A9\(context)",
                    bearer: site.token
                )
                #expect(answer.status == 200)
                #expect(answer.text == line)
            }
        }
    }

    @Test func aLineInAnotherOrderAndSpellingMeansTheSame() async throws {
        let line = """
              { "lastActivityAt" : "2025-06-01T12:15:00+02:00", "learnerId":"\\u0061", "maxScore":1e1, "score":5.0,
             "status":"in_progress", "progressData": { "k" : 1e2 } , "lessonId":"\(Sample.lessonID.uppercased())" }
            """
        try await serving(as: .together, line.replacing("\n", with: " ")) { site in
            let row = try await site.poll("a").json()
            #expect(row["lessonId"]?.string == Sample.lessonID)
            #expect(row["lastActivityAt"]?.string == "2025-06-01T10:15:00Z")
            #expect(row["score"]?.textString == "5")
            #expect(row["maxScore"]?.textString == "10")
            #expect(row["progressData"]?.textString == #"{ "k" : 1e2 }"#)
            #expect(row.members?.count == 15)
        }
    }

    private func serving(
        as topology: Topology,
        _ lines: String,
        _ body: (Site) async throws -> Void
    ) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let token = try await lectern.makeToken(organization)
        let lesson = try await lectern.makeLesson(organization)
        let loaded = try await lectern.attempt(
            ["progress", "import", "-", "--organization", organization],
            input: lines
        )
        try #require(loaded.end == .status(0), "\(loaded.remarks)")
        try await lectern.serving(as: topology) { server in
            try await body(Site(server: server, token: token, lesson: lesson))
        }
    }
}
