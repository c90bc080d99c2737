import Directory
import Model
import Storage
import Testing

@Suite struct AllowedOriginsTests {
    // MARK: Lists

    @Test func whatIsSaidTwiceCountsOnce() throws {
        let origins = try AllowedOrigins(["https://a.test", "https://b.test", "HTTPS://A.test:443"])
        #expect(origins.texts == ["https://a.test", "https://b.test"])
        #expect(AllowedOrigins.any.texts == nil)
    }

    @Test func aListHasOneToAHundredOrigins() throws {
        let hundred = (1...100).map { "https://a\($0).test" }
        #expect(try AllowedOrigins(hundred).texts == hundred)
        #expect(try AllowedOrigins(hundred + ["https://a1.test"]).texts == hundred)
        for texts in [[], hundred + ["https://b.test"]] {
            let error = #expect(throws: LecternError.self) { try AllowedOrigins(texts) }
            #expect(error?.message == "an organization has 1 to 100 allowed origins, or any")
        }
    }

    // MARK: Organizations

    @Test func aNewOrganizationAllowsAnyOrigin() async throws {
        let world = try DirectoryWorld()
        let id = try await world.organization()
        #expect(try await world.directory.organizations.find(id).allowedOrigins == .any)
        #expect(try await world.directory.organizations.allowedOrigins(of: id) == .any)
        #expect(try await world.directory.organizations.guestOrganization().allowedOrigins == .any)
    }

    @Test func whatIsSetIsFoundByAnotherProcessUntilItIsTakenAway() async throws {
        let world = try DirectoryWorld()
        let id = try await world.organization()
        world.clock.advance(seconds: 1)
        let other = try await world.organization("Other")
        let lesson = try await world.lesson(of: id).lesson
        let second = try world.secondDirectory().organizations
        let stamp = world.directory.immediateReads?.stamp
        for origins in [try AllowedOrigins(["https://b.test", "https://*.a.test"]), .any] {
            let changed = try await world.directory.organizations.setAllowedOrigins(origins, of: id, actor: "cli")
            #expect(changed.allowedOrigins == origins)
            #expect(try await second.find(id) == changed)
            #expect(try await second.list().map(\.allowedOrigins) == [origins, .any])
            #expect(try await second.allowedOrigins(of: id) == origins)
            #expect(try await second.allowedOrigins(ofLesson: lesson) == origins)
            #expect(try await second.allowedOrigins(of: other) == .any)
        }
        #expect(world.directory.immediateReads?.stamp != stamp)
        let entries = try await world.audit(id).filter { $0.action == .organizationOriginsChanged }
        #expect(entries.map(\.subject) == [id.description, id.description])
    }

    @Test func anUnknownOrganizationOrLessonAllowsAnyAndCannotBeChanged() async throws {
        let world = try DirectoryWorld()
        let organizations = world.directory.organizations
        let id = OrganizationID(high: 1, low: 1)
        #expect(try await organizations.allowedOrigins(of: id) == .any)
        #expect(try await organizations.allowedOrigins(ofLesson: .random()) == .any)
        let error = await #expect(throws: LecternError.self) {
            try await organizations.setAllowedOrigins(.any, of: id, actor: "cli")
        }
        #expect(error?.code == .notFound)
        #expect(error?.message == "There is no organization \(id)")
        #expect(try await world.count("audit") == 0)
    }

    @Test func unreadableOriginsAllowNobody() async throws {
        let world = try DirectoryWorld()
        let id = try await world.organization()
        for stored in ["", "[]", "{}", "[1]", #"["x"]"#] {
            try await world.store.write { connection in
                _ = try connection.execute("UPDATE organizations SET allowed_origins = ?1", [.text(stored)])
            }
            await #expect(throws: (any Error).self) { try await world.directory.organizations.allowedOrigins(of: id) }
        }
    }
}
