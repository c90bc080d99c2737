import Directory
import Model
import Storage
import Testing

/// `lectern delivery`.
@Suite struct DeliveryCommandTests {
    @Test func anOrganizationWithoutLaunchesHasNone() async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization()]
        #expect(try await lectern.attempt(["delivery", "list", "--json"] + of).output == "[]\n")
        #expect(try await lectern.attempt(["delivery", "list", "--state", "dead"] + of).rows.isEmpty)
        let all = try await lectern.attempt(["delivery", "replay", "--all", "--json"] + of)
        #expect(all.output == "{\"replayed\":0}\n")
        #expect(try await lectern.attempt(["delivery", "replay", "--all"] + of).output == "Replayed 0 deliveries\n")
    }

    @Test(arguments: [
        (["list", "--limit", "0"], "limit must be between 1 and 10000"), (["list", "--state", "lost"], "lost"),
        (["list", "--platform", "x"], "There is no platform x in this organization"),
        (["show", "x"], "There is no delivery x in this organization"),
        (["replay", "x"], "There is no delivery x in this organization"),
        (["replay"], "Give a delivery's id, or --all"),
        (["replay", "x", "--all"], "Give a delivery's id, or --all"),
        (["replay", "x", "--platform", "y"], "--platform goes with --all"),
        (["replay", "--all", "--platform", "y"], "There is no platform y in this organization"),
    ])
    func wrongUseEndsWith64AndSaysWhy(arguments: [String], remark: String) async throws {
        let lectern = try await Lectern()
        let of = ["--organization", try await lectern.makeOrganization()]
        let result = try await lectern.attempt(["delivery"] + arguments + of)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }

    // MARK: A delivery that died

    /// Makes a delivery of a launch and lets it die, as a server would.
    private func makeDead(_ lectern: Lectern, _ organization: String) async throws -> (platform: String, id: String) {
        let lesson = try await lectern.makeLesson(organization)
        let made = try await lectern.attempt(
            ["platform", "import", "-", "--organization", organization, "--json"],
            input: "[\(PlatformSample.entry())]"
        )
        let platform = try #require(try made.json().elements?.first?["platformId"]?.string, "\(made.remarks)")
        let store = try SQLiteStore(
            path: lectern.path("data/directory.sqlite"),
            label: "directory",
            migrations: Directory.migrations
        )
        let directory = Directory(store: store)
        let state = String(repeating: "s", count: 43)
        let now = WallClock.system.now()
        try await directory.logins.insert(DeliverySample.login(state, platform: platform, at: now))
        let entry = DeliverySample.entry(
            state,
            platform: platform,
            organization: try #require(OrganizationID(organization)),
            lesson: try #require(LessonID(lesson))
        )
        _ = try #require(try await directory.launches.record(entry))
        let leased = try await directory.grades.lease(
            limit: 1,
            perPlatform: 1,
            owner: "test",
            until: now.adding(seconds: 60)
        )
        let task = try #require(leased.first)
        try await directory.grades.finish(task, .dead(reason: "the line item\nis gone", status: 404))
        return (platform, task.id)
    }

    @Test func aDeadDeliveryIsShownAndReplayed() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let (platform, id) = try await makeDead(lectern, organization)
        let of = ["--organization", organization]
        let list = try #require(
            try await lectern.attempt(
                ["delivery", "list", "--state", "dead", "--platform", platform, "--json"] + of
            ).json().elements
        )
        #expect(list.map { $0["id"]?.string } == [id])
        #expect(list[0]["platformId"]?.string == platform)
        #expect(list[0]["lessonId"]?.string == Sample.lessonID)
        #expect(list[0]["ltiUserId"]?.string == "user\u{7}1")
        #expect(list[0]["lastStatus"]?.integer == 404)
        #expect(list[0]["nextAt"]?.isNull == true)
        let rows = try await lectern.attempt(["delivery", "list"] + of).rows
        #expect(rows.count == 1 && rows[0].contains("404: the line item\u{FFFD}is gone"))
        #expect(try await lectern.attempt(["delivery", "list", "--state", "idle"] + of).rows.isEmpty)

        let shown = try await lectern.attempt(["delivery", "show", id, "--json"] + of).json()
        #expect(shown["log"]?.elements?.map { $0["outcome"]?.string } == ["dead"])
        let text = try await lectern.attempt(["delivery", "show", id] + of).output
        #expect(text.contains("state: dead\n") && text.contains("OUTCOME"))

        #expect(try await lectern.attempt(["delivery", "replay", id] + of).output == "\(id) is pending\n")
        let again = try await lectern.attempt(["delivery", "replay", id, "--json"] + of).json()
        #expect(again["state"]?.string == "pending")
        let entries = try await lectern.run("audit", "--organization", organization, "--json").json().elements ?? []
        #expect(entries.contains { $0["action"]?.string == "delivery.replayed" && $0["subject"]?.string == id })
    }

    @Test func allDeadOnesAreReplayedAtOnce() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let (platform, id) = try await makeDead(lectern, organization)
        let result = try await lectern.run(
            "delivery",
            "replay",
            "--all",
            "--platform",
            platform,
            "--organization",
            organization
        )
        #expect(result.output == "Replayed 1 deliveries\n")
        let rows = try await lectern.run("delivery", "list", "--organization", organization).rows
        #expect(rows.count == 1 && rows[0].hasPrefix(id) && rows[0].contains(" pending "))
    }
}
