import Directory
import Model
import TestSupport
import Testing

/// Learners who were launched, and what of their work arrives at the platform.
struct GradeScene: Sendable {
    let scene: LaunchScene

    var platform: LMS { scene.platform }
    var clock: SteppableClock { scene.world.clock }

    /// Launches the lesson and starts its first step with the page's token.
    func open(_ message: LaunchMessage) async throws -> PlayerSession {
        let page = try await scene.launch(message, in: scene.browser())
        try scene.expectShown(page, message)
        let token = try #require(page.meta("lectern-token"), "no token in \(page.text)")
        return try await PlayerSession.start(scene.server, token: token)
    }

    func message(_ user: String = "user-1") -> LaunchMessage {
        var message = scene.message()
        message.user = user
        return message
    }

    /// Opens the lesson and completes it with so many points of four.
    @discardableResult
    func complete(_ user: String = "user-1", points: Double = 3) async throws -> PlayerSession {
        let session = try await open(message(user))
        try await session.say(Self.completed(points))
        return session
    }

    static func completed(_ points: Double) -> String {
        #"{"status":"completed","score":\#(points),"maxScore":4}"#
    }

    static func under(_ points: Double) -> String {
        #"{"status":"in_progress","score":\#(points),"maxScore":4}"#
    }

    /// Whether a condition comes to hold while the clock goes on by so many seconds at each look.
    func eventually(by seconds: Double = 1, _ condition: () async throws -> Bool) async throws -> Bool {
        try await TestSupport.eventually {
            if try await condition() { return true }
            clock.advance(seconds: seconds)
            return false
        }
    }

    /// Waits for the grade of a user, of a hundred.
    func expectGrade(
        _ percent: Double,
        of user: String = "user-1",
        by seconds: Double = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let came = try await eventually(by: seconds) { platform.grade(of: user) == percent }
        #expect(
            came,
            "\(platform.grades) \(platform.scores.map(\.text)) \(platform.problems)",
            sourceLocation: sourceLocation
        )
    }

    /// What the tool has to say of its deliveries.
    func deliveries(_ state: DeliveryState? = nil) async throws -> [Delivery] {
        try await scene.world.directory.grades.deliveries(
            organization: scene.world.organization,
            state: state,
            platform: nil,
            limit: 100
        )
    }

    /// The scores that the platform accepted have times that grow.
    func expectOrder(of user: String = "user-1", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let texts = platform.scores.filter { $0.user == user }.map(\.timestamp)
        let times = try texts.map { try #require(Timestamp($0)) }
        for (earlier, later) in zip(times, times.dropFirst()) {
            #expect(earlier.adding(seconds: 1) <= later, "\(texts)", sourceLocation: sourceLocation)
        }
        #expect(platform.problems == [], sourceLocation: sourceLocation)
    }
}

/// Runs a platform and a tool for the time of `body`.
func withGrades<Value: Sendable>(
    mode: ServerMode = .inProcessHot,
    _ body: (GradeScene) async throws -> Value
) async throws -> Value {
    try await withScene(mode: mode) { try await body(GradeScene(scene: $0)) }
}
