import Directory
import Model
import Testing

@Suite struct LaunchRecordTests {
    @Test func aLaunchLeavesASession() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform, state: "s")
        #expect(session.id.utf8.count >= 22)
        #expect(session.organization == platform.organization)
        #expect(session.platformID == platform.id)
        #expect(session.deploymentID == "d")
        #expect(session.user == "u")
        #expect(session.context == "c")
        #expect(session.role == .learner)
        #expect(session.purpose == .lesson)
        #expect(session.lesson == DirectoryWorld.lesson)
        #expect(try await world.link(of: session) != nil)
        #expect(session.details.text == #"{"displayName":"Ann"}"#)
        #expect(session.expiresAt == world.clock.now.adding(seconds: 3_600))
        let person = try await world.directory.identities.person(
            .lti(platform: platform.id, user: "u", context: "c"),
            organization: platform.organization
        )
        #expect(session.person == person)
        #expect(try await world.secondDirectory().launches.session(session.id) == session)
        #expect(try await world.directory.logins.find("s")?.isConsumed == true)
    }

    @Test func theSameAgainIsTheSamePersonAndLink() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let first = try await world.launch(platform)
        let second = try await world.launch(platform)
        #expect(first.id != second.id)
        #expect(first.person == second.person)
        #expect(try await world.link(of: first) == world.link(of: second))
        for table in ["learners", "courses", "contexts", "resource_links", "roster_sources", "grades"] {
            #expect(try await world.count(table) == 1, "\(table)")
        }
        #expect(try await world.count("launch_sessions") == 2)
    }

    @Test func ofEightLaunchesWithOneStateOneIsRecorded() async throws {
        let world = try DirectoryWorld()
        let second = try world.secondDirectory()
        let platform = try await world.platform(world.organization())
        try await world.directory.logins.insert(world.login(platform.id, state: "s"))
        let entry = world.entry(platform, state: "s")
        let sessions = try await withThrowingTaskGroup(of: LaunchSession?.self) { group in
            for index in 0..<8 {
                var own = entry
                own.ticketDigest = "ticket \(index)"
                let (launches, launch) = ((index.isMultiple(of: 2) ? world.directory : second).launches, own)
                group.addTask { try await launches.record(launch) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sessions.compactMap { $0 }.count == 1)
        #expect(try await world.count("launch_sessions") == 1)
    }

    private let nothing = [
        "learners", "courses", "contexts", "resource_links", "roster_sources", "grades", "launch_sessions",
    ]

    @Test(arguments: ["unknown", "consumed", "expired"])
    func withoutALiveLoginNothingIsWritten(state: String) async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization(), deployments: [])
        for known in ["consumed", "expired"] {
            try await world.directory.logins.insert(world.login(platform.id, state: known))
        }
        #expect(try await world.directory.logins.consume("consumed"))
        if state == "expired" { world.clock.advance(seconds: 601) }
        var entry = world.entry(platform, state: state)
        entry.isNewDeployment = true
        #expect(try await world.directory.launches.record(entry) == nil)
        for table in nothing + ["deployments"] { #expect(try await world.count(table) == 0, "\(table)") }
    }

    @Test func anotherOrganizationsPlatformIsNotThere() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization("a"))
        try await world.directory.logins.insert(world.login(platform.id, state: "s"))
        var entry = world.entry(platform, state: "s")
        entry.organization = try await world.organization("b")
        let foreign = entry
        let error = await #expect(throws: LecternError.self) { try await world.directory.launches.record(foreign) }
        #expect(error?.code == .notFound)
        for table in nothing { #expect(try await world.count(table) == 0, "\(table)") }
        #expect(try await world.directory.logins.find("s")?.isConsumed == false)
    }

    @Test func aNewDeploymentIsLearned() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization(), deployments: ["1"])
        try await world.launch(platform) {
            $0.deploymentID = "2"
            $0.isNewDeployment = true
        }
        try await world.launch(platform) {
            $0.deploymentID = "2"
            $0.isNewDeployment = true
        }
        #expect(
            try await world.directory.platforms.find(platform.id, organization: platform.organization).deploymentIDs
                == ["1", "2"]
        )
    }

    @Test func usersAreComparedByteForByte() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        var learners: Set<LearnerID> = []
        for user in ["user", "User", "us\u{E9}r", "use\u{301}r", "u/?#%+ r"] {
            learners.insert(try await world.launch(platform) { $0.user = user }.learner)
        }
        #expect(learners.count == 5)
    }

    @Test func usersOfTwoPlatformsAreTwoPeople() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        let first = try await world.launch(world.platform(organization, client: "1"))
        let second = try await world.launch(world.platform(organization, client: "2"))
        #expect(first.learner != second.learner)
        #expect(first.course != second.course)
        #expect(try await world.link(of: first) != world.link(of: second))
    }

    @Test func aLaunchMayTellAlmostNothing() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let session = try await world.launch(platform) {
            $0.context = nil
            $0.link = nil
            $0.lesson = nil
            $0.purpose = .deepLinking
            $0.role = .coach
            $0.memberships = nil
        }
        #expect(session.context == nil)
        #expect(try await world.link(of: session) == nil)
        #expect(session.lesson == nil)
        #expect(session.purpose == .deepLinking)
        #expect(try await world.directory.launches.session(session.id) == session)
        let person = try await world.directory.identities.person(
            .lti(platform: platform.id, user: "u", context: nil),
            organization: platform.organization
        )
        #expect(session.person == person)
        for table in ["contexts", "resource_links", "roster_sources", "grades"] {
            #expect(try await world.count(table) == 0, "\(table)")
        }
    }

    @Test func anAdoptedCourseIsThatOfItsFirstLaunch() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        let course = CourseID.random()
        try await world.directory.identities.adopt(
            course: course,
            platform: platform.id,
            context: "c",
            organization: platform.organization
        )
        #expect(try await world.launch(platform).course == course)
    }

    // MARK: Contexts

    /// LTI rule R4.
    @Test func twoDeploymentsWithOneContextIDAreTwoCourses() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization(), deployments: ["d", "e"])
        let first = try await world.launch(platform)
        let second = try await world.launch(platform) { $0.deploymentID = "e" }
        #expect(first.context == "c")
        #expect(second.context == "c#e")
        #expect(first.course != second.course)
        #expect(first.learner == second.learner)
        #expect(try await world.link(of: first) != world.link(of: second))
        // Whoever comes again finds the own one.
        #expect(try await world.launch(platform) { $0.deploymentID = "e" }.person == second.person)
        #expect(try await world.launch(platform).person == first.person)
    }

    @Test func aContextNamedLikeAnothersKeyIsACourseOfItsOwn() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization(), deployments: ["d", "e"])
        var courses: Set<CourseID> = []
        for (deployment, context) in [("d", "c"), ("d", "c#e"), ("e", "c"), ("e", "c#e")] {
            let session = try await world.launch(platform) {
                $0.deploymentID = deployment
                $0.context = LaunchEntry.Context(id: context)
            }
            courses.insert(session.course)
        }
        #expect(courses.count == 4)
    }

    @Test func contextsAreComparedByteForByte() async throws {
        let world = try DirectoryWorld()
        let platform = try await world.platform(world.organization())
        var courses: Set<CourseID> = []
        for context in ["c", "C", "c ", "\u{E9}", "e\u{301}"] {
            courses.insert(
                try await world.launch(platform) { $0.context = LaunchEntry.Context(id: context) }.course
            )
        }
        #expect(courses.count == 5)
    }
}
