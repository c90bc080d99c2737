import Model
import Testing

@Suite struct PrincipalTextTests {
    private static let organization = OrganizationID(high: 1, low: 1)
    private static let learner = LearnerID(high: 2, low: 2)
    private static let course = CourseID(high: 3, low: 3)
    private static let scope = Principal.LessonScope(
        lesson: LessonID(high: 4, low: 4),
        version: LessonVersionID(high: 5, low: 5)
    )
    private static let expires = Timestamp(microseconds: 1_748_772_000_123_456)

    private static func person(_ subject: ProgressSubject, course: CourseID? = nil) -> Principal.Person {
        Principal.Person(learner: learner, subject: subject, course: course)
    }

    private static let awkward = "a\"\\/\n\u{0}é😀\u{2028}"

    private static let principals: [Principal] = [
        Principal(organization: organization, role: .admin),
        Principal(organization: organization, role: .guest, lesson: scope),
        Principal(organization: organization, role: .superuser, userAttributes: JSONText(trusted: "{}")),
        Principal(organization: organization, role: .learner, person: person(.embed(learner: "l-1")), lesson: scope),
        Principal(
            organization: organization,
            role: .learner,
            person: person(.embed(learner: awkward)),
            lesson: scope,
            userAttributes: JSONText(trusted: #"{ "n" : 1.00, "s":"\u00e9" }"#)
        ),
        Principal(
            organization: organization,
            role: .coach,
            person: person(.lti(platform: "p", user: "u", context: "c"), course: course)
        ),
        Principal(
            organization: organization,
            role: .learner,
            person: person(.lti(platform: awkward, user: awkward, context: nil), course: course),
            lesson: scope
        ),
    ]

    @Test(arguments: principals)
    func whatIsWrittenIsReadBack(principal: Principal) throws {
        let parsed = try #require(Principal.parse(wireText: principal.wireText(expires: Self.expires)))
        #expect(parsed.principal == principal)
        #expect(parsed.expires == Self.expires)
    }

    @Test(arguments: Principal.Role.allCases)
    func everyRoleIsReadBack(role: Principal.Role) {
        let text = Principal(organization: Self.organization, role: role).wireText(expires: Self.expires)
        #expect(Principal.parse(wireText: text)?.principal.role == role)
    }

    private static let lti = Principal(
        organization: organization,
        role: .learner,
        person: person(.lti(platform: "p", user: "u", context: "c"), course: course),
        lesson: scope
    )

    /// Each row: a piece of a good text, and what stands there instead.
    @Test(arguments: [
        (#""organization":"00000000-0000-0001-0000-000000000001","#, ""),
        (#""00000000-0000-0001-0000-000000000001""#, #""x""#), (#""role":"learner","#, ""),
        (#""learner","#, #""king","#),
        (#""role":"learner""#, #""role":null"#), (#""expires":1748772000123456"#, #""expires":"1""#),
        (#""expires":1748772000123456"#, #""expires":1.5"#), (#","expires":1748772000123456"#, ""),
        (#""learner":"00000000-0000-0002-0000-000000000002""#, #""learner":"x""#),
        (#""learner":"00000000-0000-0002-0000-000000000002""#, #""learner":5"#), (#""platform":"p","#, ""),
        (#""user":"u","#, ""), (#""user":"u""#, #""user":1"#), (#""context":"c","#, ""),
        (#""context":"c""#, #""context":1"#),
        (#""course":"00000000-0000-0003-0000-000000000003""#, #""course":"x""#),
        (#""course":"00000000-0000-0003-0000-000000000003","#, ""),
        (#""lesson":"00000000-0000-0004-0000-000000000004""#, #""lesson":"x""#),
        (#""lesson":"00000000-0000-0004-0000-000000000004""#, #""lesson":1"#),
        (#""version":"00000000-0000-0005-0000-000000000005","#, ""),
        (#""version":"00000000-0000-0005-0000-000000000005""#, #""version":null"#),
        ("{", ""), ("}", "}x"),
    ])
    func aMissingOrMalformedPartIsRefused(piece: String, replacement: String) throws {
        let good = Self.lti.wireText(expires: Self.expires)
        #expect(Principal.parse(wireText: good) != nil)
        let range = try #require(good.firstRange(of: piece))
        #expect(Principal.parse(wireText: good.replacingCharacters(in: range, with: replacement)) == nil)
    }

    @Test(arguments: ["", "null", "[]", "1", "{}"])
    func whatIsNoPrincipalIsRefused(text: String) {
        #expect(Principal.parse(wireText: text) == nil)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
