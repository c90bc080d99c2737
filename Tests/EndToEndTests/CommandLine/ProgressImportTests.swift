import Model
import Testing

@Suite struct ProgressImportTests {
    @Test func importCountsRecordsAndUnknownLessons() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let file = try lectern.write("\(Sample.embedLine)\n\n\(Sample.embedLine)\r\n", to: "rows.ndjson")
        let early = try await lectern.run("progress", "import", file, "--organization", organization, "--json")
        #expect(early.output == "{\"records\":2,\"unknownLessons\":1}\n")
        #expect(early.remarks.contains("1 lessons of these records are not imported yet"))
        _ = try await lectern.makeLesson(organization)
        let late = try await lectern.run("progress", "import", file, "--organization", organization)
        #expect(late.output == "Loaded 2 records\n")
        #expect(late.remarks.isEmpty)
        let entries = try await lectern.run("audit", "--organization", organization, "--limit", "1", "--json").json()
        #expect(entries.elements?.first?["action"]?.string == "progress.imported")
    }

    struct BadLine: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let remark: String

        init(_ old: String, _ new: String, _ remark: String) {
            self.old = old
            self.new = new
            self.remark = remark
        }

        var testDescription: String { new }
    }

    @Test(arguments: [
        BadLine("{", "", "not JSON"), BadLine("}", "]", "not JSON"),
        BadLine("\"lessonId\"", "\"lessonID\"", "lessonID"),
        BadLine(Sample.lessonID, "7", "lessonId must be a UUID"),
        BadLine("\"learner-1\"", "\"\"", "learnerId must have 1 to 255 characters"),
        BadLine("\"learner-1\"", "\"a\\u0000\"", "learnerId must have 1 to 255 characters"),
        BadLine("in_progress", "started", "status must be"),
        BadLine("\"score\":3", "\"score\":5", "score must not be above"),
        BadLine("\"score\":3", "\"score\":\"3\"", "score must be a number"),
        BadLine("\"score\":3", "\"score\":null", "score and maxScore must be set together"),
        BadLine("\"score\":3", "\"score\":-1", "score must be a number"),
        BadLine("\"currentSectionIndex\":1", "\"currentSectionIndex\":1.5", "currentSectionIndex must be a whole"),
        BadLine("\"totalSteps\":3", "\"totalSteps\":-3", "totalSteps must be a whole number"),
        BadLine("\"progressData\":null", "\"progressData\":[]", "progressData must be an object or null"),
        BadLine("\"items\":null", "\"items\":{}", "items must be an array or null"),
        BadLine("\"2025-06-01T10:00:00Z\"", "\"yesterday\"", "startedAt must be an ISO 8601 time"),
        BadLine("\"2025-06-01T10:15:00Z\"", "null", "lastActivityAt must be set"),
        BadLine("\"items\":null", "\"grade\":1", "grade is no member of a record"),
        BadLine("\"learnerId\"", "\"ltiUserId\"", "is no member of a record"),
    ])
    func aWrongLineIsNamedWithItsMember(line: BadLine) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let wrong = Sample.embedLine.replacing(line.old, with: line.new, maxReplacements: 1)
        let result = try await lectern.attempt(
            ["progress", "import", "-", "--organization", organization, "--json"],
            input: "\(Sample.embedLine)\n\n\(wrong)\n\(Sample.embedLine)\n"
        )
        #expect(result.end == .status(64))
        #expect(result.remarks.contains("line 3: "), "\(result.remarks)")
        #expect(result.remarks.contains(line.remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }

    @Test func aLessonOfAnotherOrganizationIsNamedByItsLine() async throws {
        let lectern = try await Lectern()
        _ = try await lectern.makeLesson(try await lectern.makeOrganization())
        let other = try await lectern.makeOrganization("Other")
        let result = try await lectern.attempt(
            ["progress", "import", "-", "--organization", other],
            input: Sample.embedLine
        )
        #expect(result.end == .status(64))
        #expect(result.remarks.contains("line 1: lessonId \(Sample.lessonID) is no lesson of this organization"))
    }

    @Test(arguments: [
        (0, "c-1", "p-1", "courseId \(course) belongs to another context"),
        (1, "c-2", "p-1", "this context has another courseId already"),
    ])
    func aCourseIdThatContradictsIsNamedByItsLine(
        other: Int,
        context: String,
        platform: String,
        remark: String
    ) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let lines = [
            Self.line(course: Self.course, context: "c-2"),
            Self.line(course: other == 0 ? Self.course : Self.otherCourse, context: context),
        ]
        let result = try await lectern.attempt(
            ["progress", "import", "-", "--organization", organization],
            input: lines.joined(separator: "\n")
        )
        #expect(result.end == .status(64))
        #expect(result.remarks.contains("line 2: \(remark)"), "\(result.remarks)")
    }

    private static let course = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
    private static let otherCourse = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"

    private static func line(course: String, context: String) -> String {
        """
        {"lessonId":"\(Sample.lessonID)","ltiUserId":"u","platformId":"p-1","contextId":"\(context)",\
        "courseId":"\(course)","status":"not_started","lastActivityAt":"2025-06-01T10:15:00Z"}
        """
    }
}
