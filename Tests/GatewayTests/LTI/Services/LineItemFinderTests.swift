import Directory
import LTI
import Model
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2)))
struct LineItemFinderTests {
    private static let lineItems = ServiceWorld.base + "/lineitems?type_id=2"

    private static func lineItem(_ name: String, link: String? = nil, resource: String? = nil) -> String {
        let members = [("resourceLinkId", link), ("resourceId", resource), ("tag", resource.map { _ in "lectern" })]
        let texts = members.compactMap { name, value in value.map { #","\#(name)":"\#($0)""# } }
        return #"{"id":"\#(ServiceWorld.base)/items/\#(name)","label":"\#(name)","scoreMaximum":100\#(texts.joined())}"#
    }

    /// A platform with line items, which makes new ones under the name `new`.
    private static func platform(_ items: @escaping @Sendable (PlatformRequest) -> [String]) -> FakePlatform {
        FakePlatform { request in
            switch (request.method, request.path) {
            case (_, "/token"): .token("t")
            case ("GET", "/lineitems"): .answer(200, "[\(items(request).joined(separator: ","))]")
            case ("POST", "/lineitems"): .answer(201, lineItem("new", link: "link-1"))
            case ("POST", let path) where path.hasSuffix("/scores"): .answer(200)
            default: .answer(404)
            }
        }
    }

    private func launch(_ world: ServiceWorld, user: String = "user-1", _ scopes: [ServiceScope]) async throws {
        _ = try await world.launch(user: user, lineItem: nil, lineItems: Self.lineItems, scopes: scopes)
    }

    private func posts(_ world: ServiceWorld) -> [PlatformRequest] {
        world.http.requests.filter { $0.method == "POST" && $0.path == "/lineitems" }
    }

    @Test func theLinksOwnLineItemIsFound() async throws {
        let http = Self.platform { _ in [Self.lineItem("x", link: "link-2"), Self.lineItem("mine", link: "link-1")] }
        let world = try await ServiceWorld(http: http)
        let worker = world.worker()
        try await launch(world, [.score, .lineItemReadOnly])
        #expect(try await worker.sendDue() == 1)
        #expect(http.count("/items/mine/scores") == 1)
        let list = try #require(http.requests.first { $0.path == "/lineitems" })
        #expect(list.url == "https://lms.example/lineitems?type_id=2&resource_link_id=link-1")
        #expect(list["Accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json")
        // It is kept.
        try await launch(world, user: "user-2", [.score, .lineItemReadOnly])
        #expect(try await worker.sendDue() == 1)
        #expect(http.count("/items/mine/scores") == 2)
        #expect(http.count("/lineitems") == 1)
    }

    @Test func aLineItemIsMadeWhereThereIsNone() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in [Self.lineItem("x", link: "link-2")] })
        try await launch(world, [.score, .lineItem])
        #expect(try await world.worker().sendDue() == 1)
        #expect(world.http.count("/items/new/scores") == 1)
        let made = try #require(posts(world).first)
        let lesson = world.world.lesson
        #expect(
            made.text == #"{"label":"Fractions","scoreMaximum":100,"resourceLinkId":"link-1","#
                + #""resourceId":"\#(lesson.id)","tag":"lectern"}"#
        )
        #expect(made["Content-Type"] == "application/vnd.ims.lis.v2.lineitem+json")
        #expect(world.http.requests.filter { $0.path == "/lineitems" && $0.method == "GET" }.count == 2)
    }

    @Test func aCopiedCoursesColumnIsTakenOver() async throws {
        let box = Promised<String>()
        let http = FakePlatform { request in
            switch (request.method, request.path) {
            case (_, "/token"): return .token("t")
            case ("GET", "/lineitems"):
                guard request.url.contains("resource_id=") else { return .answer(200, "[]") }
                return .answer(200, "[\(Self.lineItem("copy", resource: await box.value))]")
            default: return .answer(200)
            }
        }
        let world = try await ServiceWorld(http: http)
        box.fulfill("\(world.world.lesson.id)")
        try await launch(world, [.score, .lineItem])
        _ = try await world.worker().sendDue()
        #expect(http.count("/items/copy/scores") == 1)
        #expect(posts(world).isEmpty)
    }

    @Test func withoutTheRightToMakeOneTheGradeWaitsInSight() async throws {
        for scopes: [ServiceScope] in [[.score, .lineItemReadOnly], [.score]] {
            let world = try await ServiceWorld(http: Self.platform { _ in [] })
            try await launch(world, scopes)
            #expect(try await world.worker().sendDue() == 1)
            #expect(posts(world).isEmpty)
            #expect(world.scores.isEmpty)
            let delivery = try #require(try await world.deliveries().first)
            #expect(delivery.state == .dead)
            #expect(delivery.lastError?.contains("no line item") == true)
            // The teacher has made a column meanwhile, and the next launch of anybody tells of it.
            let lineItem = "\(ServiceWorld.base)/items/mine"
            _ = try await world.launch(user: "user-2", lineItem: lineItem, lineItems: Self.lineItems, scopes: scopes)
            #expect(try await world.worker().sendDue() == 2)
            #expect(Set(world.scores.map(\.user)) == ["user-1", "user-2"])
        }
    }

    @Test func theRightToMakeOneGetsTheGradesThatWaited() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in [] })
        try await launch(world, [.score])
        #expect(try await world.worker().sendDue() == 1)
        #expect(world.scores.isEmpty)
        try await launch(world, [.score, .lineItem])
        #expect(try await world.worker().sendDue() == 1)
        #expect(world.scores.map(\.user) == ["user-1"])
    }

    @Test func manyUsersOfANewLinkShareOneLineItem() async throws {
        let world = try await ServiceWorld(http: Self.platform { _ in [] })
        for number in 0..<12 { try await launch(world, user: "user-\(number)", [.score, .lineItem]) }
        let other = try world.world.directoryOfAnotherProcess()
        let workers = [world.worker(), world.worker(directory: other)]
        for _ in 0..<8 {
            await withTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { _ = try? await worker.sendDue() } }
            }
            world.clock.advance(seconds: 2)
        }
        #expect(posts(world).count == 1)
        #expect(Set(world.scores.map(\.user)).count == 12)
    }

    @Test func aListOfSeveralPagesIsReadWhole() async throws {
        let http = FakePlatform { request in
            if request.path == "/token" { return .token("t") }
            guard request.method == "GET" else { return .answer(200) }
            guard request.url.contains("page=3") else {
                let next = request.url.contains("page=2") ? 3 : 2
                let link = #"<\#(ServiceWorld.base)/lineitems?page=\#(next)>; rel="next""#
                return .answer(200, "[\(Self.lineItem("x\(next)", link: "x"))]", headers: [("link", link)])
            }
            return .answer(200, "[\(Self.lineItem("mine", link: "link-1"))]")
        }
        let world = try await ServiceWorld(http: http)
        try await launch(world, [.score, .lineItem])
        _ = try await world.worker().sendDue()
        #expect(http.count("/items/mine/scores") == 1)
        #expect(posts(world).isEmpty)
    }

    @Test func aFailureOfTheListIsTriedAgain() async throws {
        let world = try await ServiceWorld(
            http: FakePlatform { $0.path == "/token" ? .token("t") : .answer(503) }
        )
        let worker = world.worker()
        try await launch(world, [.score, .lineItem])
        _ = try await worker.sendDue()
        #expect(try await world.deliveries().map(\.lastStatus) == [503])
        world.http.answer { request in
            switch (request.method, request.path) {
            case (_, "/token"): .token("t")
            case ("GET", _): .answer(200, "[]")
            case ("POST", "/lineitems"): .answer(201, Self.lineItem("new", link: "link-1"))
            default: .answer(200)
            }
        }
        world.clock.advance(seconds: 10)
        _ = try await worker.sendDue()
        #expect(posts(world).count == 1)
        #expect(world.scores.count == 1)
    }
}
