import Model
import Testing

@testable import ProgressCore

/// What a roster file may hold, and how what is wrong with it is named.
@Suite struct RosterFileTests {
    private static let lesson = "0b0c1d2e-3f40-4152-8364-758697a8b9ca"

    private static let whole = """
        {"people":[{"learner":"ann","role":"admin"},{"learner":"zoë"},{"learner":"tim","role":"learner"}],
         "courses":[
           {"key":"c1","name":"Class 1","learners":["ann","bea"],"coaches":["bob"],
            "groups":[{"key":"g1","name":"Group 1","learners":["bea","cem"]}]},
           {"key":"c2","name":"Class 2"}],
         "assignments":[
           {"key":"q1","kind":"quiz","title":"Quiz","active":false,"archived":true,"questions":10,
            "courses":["c1"],"groups":["g1"]},
           {"key":"l1","kind":"lesson","lesson":"\(lesson)","courses":["c2"]},
           {"key":"s1","kind":"course-session","title":"Fractions","groups":["g1"]}]}
        """

    private func refusal(_ text: String) -> String? {
        do {
            _ = try Roster(Array(text.utf8))
            return nil
        } catch {
            #expect(error.code == .invalid)
            return error.message
        }
    }

    @Test func everyMemberIsRead() throws {
        let roster = try Roster(Array(Self.whole.utf8))
        #expect(
            roster.people == [
                Roster.Person(name: "ann", role: .admin), Roster.Person(name: "zoë", role: nil),
                Roster.Person(name: "tim", role: .learner),
            ]
        )
        let group = Roster.Group(key: "g1", name: "Group 1", learners: ["bea", "cem"])
        #expect(
            roster.courses == [
                Roster.Course(key: "c1", name: "Class 1", learners: ["ann", "bea"], coaches: ["bob"], groups: [group]),
                Roster.Course(key: "c2", name: "Class 2", learners: [], coaches: [], groups: []),
            ]
        )
        let id = try #require(LessonID(Self.lesson))
        #expect(
            roster.assignments == [
                Roster.Assignment(
                    key: "q1",
                    content: .quiz(questions: 10),
                    title: "Quiz",
                    isActive: false,
                    isArchived: true,
                    courses: ["c1"],
                    groups: ["g1"]
                ),
                Roster.Assignment(
                    key: "l1",
                    content: .lesson(id),
                    title: nil,
                    isActive: true,
                    isArchived: false,
                    courses: ["c2"],
                    groups: []
                ),
                Roster.Assignment(
                    key: "s1",
                    content: .courseSession,
                    title: "Fractions",
                    isActive: true,
                    isArchived: false,
                    courses: [],
                    groups: ["g1"]
                ),
            ]
        )
        #expect(roster.names == ["ann", "zoë", "tim", "bea", "bob", "cem"])
    }

    @Test(arguments: ["{}", #"{"people":[],"courses":null,"assignments":[]}"#])
    func everythingMayBeAbsent(text: String) throws {
        let roster = try Roster(Array(text.utf8))
        #expect(roster.names.isEmpty)
        #expect(roster.courses.isEmpty && roster.assignments.isEmpty)
    }

    @Test(arguments: [
        ("", "file: not JSON: a value is missing at byte 0"),
        ("[]", "file: must be an object"),
        (#"{"person":[]}"#, #"file: unknown member "person"; known: assignments, courses, people"#),
        (#"{"people":[],"people":[]}"#, "file: people is given more than once"),
        (#"{"people":{}}"#, "people: must be an array"),
        (#"{"people":["ann"]}"#, "people[0]: must be an object"),
        (#"{"people":[{"role":"admin"}]}"#, "people[0]: learner is missing"),
    ])
    func formIsChecked(text: String, message: String) {
        #expect(refusal(text) == message)
    }

    /// A change of the whole file, and what it leads to.
    struct Change: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let message: String

        init(_ old: String, _ new: String, _ message: String) {
            self.old = old
            self.new = new
            self.message = message
        }

        var testDescription: String { "\(old) → \(new)" }
    }

    private static let text = "must be a string of 1 to 200 characters without control characters"
    private static let learner = "must be a string of 1 to 255 characters without control characters"

    @Test(arguments: [
        Change(#""role":"admin""#, #""role":"boss""#, "people[0].role: must be one of learner, coach, admin"),
        Change(#""role":"admin""#, #""role":"""#, "people[0].role: must be one of learner, coach, admin"),
        Change(#""learner":"zoë""#, #""learner":"ann""#, "people[1].learner: is given more than once"),
        Change(#""learner":"zoë""#, #""learner":"""#, "people[1].learner: \(learner)"),
        Change(#""learner":"zoë""#, #""learner":"a\u0000""#, "people[1].learner: \(learner)"),
        Change(#""learner":"zoë""#, #""learner":7"#, "people[1].learner: \(learner)"),
        Change(#""learners":["ann","bea"]"#, #""learners":"ann""#, "courses[0].learners: must be an array"),
        Change(#""learners":["ann","bea"]"#, #""learners":["ann",1]"#, "courses[0].learners[1]: \(learner)"),
        Change(#""cem""#, #""a\ud800""#, "courses[0].groups[0].learners[1]: \(learner)"),
        Change(#""bob""#, "null", "courses[0].coaches[0]: \(learner)"),
        Change(#""name":"Class 1""#, #""name":"a\nb""#, "courses[0].name: \(text)"),
        Change(#""name":"Class 1","#, "", "courses[0]: name is missing"),
        Change(#""key":"c2","#, "", "courses[1]: key is missing"),
        Change(#""key":"c2""#, #""key":"c1""#, "courses[1].key: is given more than once"),
        Change(#""key":"g1","#, "", "courses[0].groups[0]: key is missing"),
        Change(#""key":"l1""#, #""key":"q1""#, "assignments[1].key: is given more than once"),
        Change(
            #""kind":"quiz""#,
            #""kind":"test""#,
            "assignments[0].kind: must be one of lesson, quiz, course-session"
        ),
        Change(#""title":"Quiz","#, "", "assignments[0]: title is missing"),
        Change(#""active":false"#, #""active":0"#, "assignments[0].active: must be true or false"),
        Change(#""archived":true"#, #""archived":"no""#, "assignments[0].archived: must be true or false"),
        Change(
            #""questions":10"#,
            #""questions":1001"#,
            "assignments[0].questions: must be a whole number from 1 to 1000"
        ),
        Change(
            #""questions":10"#,
            #""questions":1.5"#,
            "assignments[0].questions: must be a whole number from 1 to 1000"
        ),
        Change(#""questions":10"#, #""lesson":"\#(lesson)""#, "assignments[0]: only the kind lesson names a lesson"),
        Change(
            #""title":"Fractions""#,
            #""title":"F","questions":1"#,
            "assignments[2]: only a quiz has a number of questions"
        ),
        Change(#""lesson":"\#(lesson)","#, "", "assignments[1]: the kind lesson must name its lesson"),
        Change(lesson, "l", "assignments[1].lesson: must be a UUID"),
        Change(#""courses":["c2"]"#, #""courses":[]"#, "assignments[1]: needs a course or a group"),
        Change(
            #""courses":["c2"]"#,
            #""courses":["c9"]"#,
            "assignments[1].courses[0]: no course of the file has the key c9"
        ),
        Change(
            #""courses":["c1"],"groups":["g1"]"#,
            #""courses":["c1"],"groups":["g1","c1"]"#,
            "assignments[0].groups[1]: no group of the file has the key c1"
        ),
    ])
    func whatIsWrongIsNamedByItsPlace(change: Change) {
        #expect(refusal(Self.whole) == nil)
        #expect(refusal(Self.whole.replacing(change.old, with: change.new, maxReplacements: 1)) == change.message)
    }

    @Test func longMemberNamesAreCut() {
        let name = String(repeating: "x", count: 1_000)
        let shown = String(repeating: "x", count: 64)
        #expect(refusal(#"{"\#(name)":1}"#) == "file: unknown member \"\(shown)\"; known: assignments, courses, people")
    }

    @Test func numbersAreBounded() {
        let courses = (0...Roster.maximumCourses).map { #"{"key":"\#($0)","name":"C"}"# }
        #expect(
            refusal(#"{"courses":[\#(courses.joined(separator: ","))]}"#) == "courses: must have at most 10000 elements"
        )
        let names = (0...Roster.maximumPeople).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(
            refusal(#"{"courses":[{"key":"c","name":"C","learners":[\#(names)]}]}"#)
                == "file: must name at most 100000 people"
        )
    }
}
