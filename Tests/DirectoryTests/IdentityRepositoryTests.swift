import Directory
import Model
import Testing

@Suite struct IdentityRepositoryTests {
    private func lti(_ platform: String = "p", _ user: String = "u", _ context: String? = "c") -> ProgressSubject {
        .lti(platform: platform, user: user, context: context)
    }

    // MARK: People

    @Test(arguments: [
        ProgressSubject.embed(learner: "user-1"), .embed(learner: "é😀 \"'%"),
        .lti(platform: "p", user: "u", context: "c"),
        .lti(platform: "p", user: "u", context: nil),
    ])
    func theSameSubjectIsTheSamePerson(subject: ProgressSubject) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.directory.identities.person(subject, organization: organization)
        #expect(first.subject == subject)
        if case .embed = subject { #expect(first.course == nil) } else { #expect(first.course != nil) }
        #expect(try await world.directory.identities.person(subject, organization: organization) == first)
        #expect(try await world.directory.identities.people([subject], organization: organization) == [first])
        #expect(try await world.secondDirectory().identities.person(subject, organization: organization) == first)
        #expect(try await world.count("learners") == 1)
    }

    @Test func lookForAPersonCreatesNobody() async throws {
        let world = try DirectoryWorld()
        let identities = world.directory.identities
        let organization = try await world.organization("a")
        #expect(try await identities.known(.embed(learner: "u"), organization: organization) == nil)
        #expect(try await world.count("learners") == 0)
        let person = try await identities.person(.embed(learner: "u"), organization: organization)
        #expect(try await identities.known(.embed(learner: "u"), organization: organization) == person)
        let other = try await world.organization("b")
        #expect(try await identities.known(.embed(learner: "u"), organization: other) == nil)
    }

    @Test func namesAreComparedByteForByte() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        // Upper and lower case, blanks, and the two ways to write é are different names.
        let names = ["user", "User", "user ", " user", "us\u{E9}r", "use\u{301}r"]
        let subjects = names.map { ProgressSubject.embed(learner: $0) }
        let people = try await world.directory.identities.people(subjects, organization: organization)
        #expect(Set(people.map(\.learner)).count == names.count)
    }

    @Test func oneNameInTwoOrganizationsIsTwoPeople() async throws {
        let world = try DirectoryWorld()
        let identities = world.directory.identities
        let first = try await identities.person(.embed(learner: "u"), organization: world.organization("a"))
        let second = try await identities.person(.embed(learner: "u"), organization: world.organization("b"))
        #expect(first.learner != second.learner)
    }

    @Test func embedLearnersAndUsersOfPlatformsAreApart() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let people = try await world.directory.identities.people(
            [.embed(learner: "u"), lti("p", "u"), lti("q", "u"), lti("p", "v")],
            organization: organization
        )
        #expect(Set(people.map(\.learner)).count == 4)
    }

    /// Design §4: one learner with two separate histories.
    @Test func oneUserInTwoContextsIsOneLearnerInTwoCourses() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let people = try await world.directory.identities.people(
            [lti("p", "u", "c"), lti("p", "u", "d"), lti("p", "u", nil)],
            organization: organization
        )
        #expect(Set(people.map(\.learner)).count == 1)
        #expect(Set(people.map(\.course)).count == 3)
        #expect(people.allSatisfy { $0.course != nil })
    }

    @Test func twoUsersOfAContextShareItsCourse() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let people = try await world.directory.identities.people(
            [lti("p", "u", "c"), lti("p", "v", "c"), lti("q", "u", "c")],
            organization: organization
        )
        #expect(people[0].course == people[1].course)
        #expect(people[0].course != people[2].course)
    }

    @Test func peopleComeInTheOrderOfTheirSubjects() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let subjects = ["b", "a", "b", "c"].map { ProgressSubject.embed(learner: $0) } + [lti()]
        let people = try await world.directory.identities.people(subjects, organization: organization)
        #expect(people.map(\.subject) == subjects)
        #expect(people[0] == people[2])
        #expect(try await world.directory.identities.people([], organization: organization).isEmpty)
    }

    @Test(arguments: [ProgressSubject.embed(learner: "u"), .lti(platform: "p", user: "u", context: "c")])
    func parallelFirstSightsMakeOneLearner(subject: ProgressSubject) async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let organization = try await world.organization()
        let people = try await withThrowingTaskGroup(of: Principal.Person.self) { group in
            for index in 0..<32 {
                let identities = (index.isMultiple(of: 2) ? world.directory : second).identities
                group.addTask { try await identities.person(subject, organization: organization) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(people.allSatisfy { $0 == people[0] })
        #expect(try await world.count("learners") == 1)
        #expect(try await world.count("courses") == (people[0].course == nil ? 0 : 1))
    }

    // MARK: Platforms

    @Test func anotherOrganizationsPlatformIsRefusedAndNothingIsKept() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        let known = try await world.directory.identities.person(lti(), organization: owner)
        let error = await #expect(throws: LecternError.self) {
            try await world.directory.identities.people([.embed(learner: "new"), lti()], organization: other)
        }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no platform p in this organization")
        await #expect(throws: LecternError.self) {
            try await world.directory.identities.person(lti(), organization: other)
        }
        #expect(try await world.count("learners") == 1)
        #expect(try await world.count("courses") == 1)
        #expect(try await world.directory.identities.person(lti(), organization: owner) == known)
    }

    // MARK: Learners in no list

    @Test func previewsAndVisitorsAreFoundAmongThoseInQuestion() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let platform = try await world.platform(organization)
        let learner = try await world.launch(platform).learner
        let preview = try await world.launch(platform) {
            $0.user = "preview"
            $0.isTestUser = true
        }.learner
        let visitor = try await world.launch(platform) {
            $0.user = "anonymous:1"
            $0.isVisitor = true
            $0.role = .visitor
        }.learner
        let identities = world.directory.identities
        let cases: [([LearnerID], Set<LearnerID>)] = [
            ([], []), ([learner], []), ([learner, visitor], [visitor]),
            ([preview, .random(), visitor], [preview, visitor]),
        ]
        for (learners, expected) in cases {
            #expect(try await identities.uncounted(among: learners, organization: organization) == expected)
        }
        let other = try await world.organization("other")
        #expect(try await identities.uncounted(among: [preview, visitor], organization: other).isEmpty)
        // The list of a large course is asked about in pieces.
        for count in [99, 100, 101, 250] {
            var learners = (0..<count).map { _ in LearnerID.random() }
            learners[0] = visitor
            learners[count - 1] = preview
            #expect(try await identities.uncounted(among: learners, organization: organization) == [preview, visitor])
        }
    }

    // MARK: Adopted courses

    private func adopt(
        _ course: CourseID,
        _ platform: String = "p",
        _ context: String? = "c",
        _ organization: OrganizationID,
        in world: DirectoryWorld
    ) async throws {
        try await world.directory.identities.adopt(
            course: course,
            platform: platform,
            context: context,
            organization: organization
        )
    }

    @Test(arguments: ["c", nil])
    func anAdoptedCourseIsThatOfItsContext(context: String?) async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let course = CourseID.random()
        try await adopt(course, "p", context, organization, in: world)
        // A second load of the same file says the same again.
        try await adopt(course, "p", context, organization, in: world)
        let person = try await world.directory.identities.person(lti("p", "u", context), organization: organization)
        #expect(person.course == course)
        let elsewhere = try await world.directory.identities.person(lti("p", "u", "d"), organization: organization)
        #expect(elsewhere.course != course)
    }

    @Test func aCourseThatWeMadeMayBeNamedAgain() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let person = try await world.directory.identities.person(lti(), organization: organization)
        try await adopt(try #require(person.course), "p", "c", organization, in: world)
    }

    @Test func aContextKeepsItsCourse() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let person = try await world.directory.identities.person(lti(), organization: organization)
        let error = await #expect(throws: LecternError.self) {
            try await adopt(.random(), "p", "c", organization, in: world)
        }
        #expect(error?.code == .conflict)
        #expect(error?.message == "this context has another courseId already")
        #expect(try await world.directory.identities.person(lti(), organization: organization) == person)
    }

    @Test func aCourseBelongsToOneContextOnly() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let other = try await world.organization("other")
        let course = CourseID.random()
        try await adopt(course, "p", "c", organization, in: world)
        let attempts: [(String, String?, OrganizationID)] = [
            ("p", "d", organization), ("p", nil, organization), ("q", "c", organization), ("r", "c", other),
        ]
        for (platform, context, organization) in attempts {
            let error = await #expect(throws: LecternError.self) {
                try await adopt(course, platform, context, organization, in: world)
            }
            #expect(error?.code == .conflict)
            #expect(error?.message == "courseId \(course) belongs to another context")
        }
        #expect(try await world.count("courses") == 1)
        #expect(try await world.count("platforms") == 1)
    }

    @Test func aCourseOfAnotherOrganizationsPlatformIsRefused() async throws {
        let world = try DirectoryWorld()
        let owner = try await world.organization("owner")
        let other = try await world.organization("other")
        _ = try await world.directory.identities.person(lti(), organization: owner)
        let error = await #expect(throws: LecternError.self) { try await adopt(.random(), "p", "d", other, in: world) }
        #expect(error?.code == .notFound)
        #expect(try await world.count("courses") == 1)
    }
}
