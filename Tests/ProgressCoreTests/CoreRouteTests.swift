import Model
import Storage
import Testing

@testable import ProgressCore

@Suite struct CoreRouteTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "a secret of the engine" }
    }

    /// A store that only fails.
    private struct FailingStore: Store {
        let error: any Error

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value { throw error }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value { throw error }

        var immediate: (any ImmediateReads)? { nil }
    }

    private let world: CoreWorld

    init() throws {
        world = try CoreWorld()
    }

    @Test(arguments: [
        (CoreRequest.Method.get, "/"), (.get, ""), (.get, "?"), (.get, "/api/logger"),
        (.get, "/api/logger/attemptlogs"), (.get, "/api/logger/contentsession"),
        (.post, "/api/logger/contentsession/x"),
        (.put, "/api/logger/contentsession"), (.put, "/api/logger/outlines"), (.get, "/internal"),
        (.post, "/other/logger/contentsession"), (.post, "/internal/logger/contentsession"),
        (.get, "/api/progress"), (.put, "/api/outlines/00000000-0000-4000-8000-000000000001"),
        (.get, "/other/progress"), (.post, "/internal/progress"), (.get, "/internal/outlines/x"),
        (.post, "/api/logger/contentsession/x/y"),
    ])
    func unknownRoutesAreNotFound(method: CoreRequest.Method, target: String) async throws {
        let answer = try await world.embed().send(method, target, TestContent().body())
        #expect(answer.status == 404)
        #expect(answer.text == #"[{"id":"NOT_FOUND","metadata":{"view":"logger"}}]"#)
    }

    @Test(arguments: [
        "", "lesson=", "lesson=zz", "learner=ada", "lesson=%zz",
        "lesson=00000000-0000-4000-8000-000000000001", "lesson=00000000-0000-4000-8000-000000000001&learner=ada",
        "lesson=00000000-0000-4000-8000-000000000001&platform=p&user=u&context=",
    ])
    func progressOfNobodyIsNotFound(query: String) async throws {
        #expect(try await world.staff().send(.get, "/internal/progress?\(query)").status == 404)
    }

    @Test(arguments: ["ada", "a b", "a+b", "a/b", "50%", "a&b=c", "é", "e\u{301}", "😀", "Ada", "ada "])
    func learnersAreComparedByteForByte(name: String) async throws {
        let lesson = try await world.lesson()
        _ = try await world.embed("somebody", lesson: lesson).open(lesson.own)
        #expect(try await world.progress(name, of: lesson).status == 404)
        _ = try await world.embed(name, lesson: lesson).open(lesson.own)
        let answer = try await world.progress(name, of: lesson)
        #expect(answer.status == 200)
        #expect(answer.string("learnerId").map { Array($0.utf8) } == Array(name.utf8))
        for other in ["ada", "é"] where Array(other.utf8) != Array(name.utf8) {
            #expect(try await world.progress(other, of: lesson).status == 404)
        }
    }

    @Test func busyStoreAsksToComeBack() async throws {
        let core = ProgressCore(store: FailingStore(error: StorageError.busy("too many")), clock: world.clock.wall)
        let answer = try Answer(await core.respond(to: start))
        #expect(answer.status == 503)
        #expect(answer.retryAfterSeconds == 1)
        #expect(answer.names() == ["detail"])
    }

    @Test(
        arguments: [
            (LecternError(.unavailable(retryAfterSeconds: 7), "Later"), 503, 7),
            (LecternError(.conflict, "Later"), 409, nil),
            (LecternError(.notFound, "Later"), 404, nil), (LecternError(.invalid, "Later"), 400, nil),
            (LecternError(.badRequest, "Later"), 400, nil), (LecternError(.unexpected, "Later"), 500, nil),
        ] as [(LecternError, Int, Int?)]
    )
    func errorsOfOursKeepTheirMessage(error: LecternError, status: Int, retry: Int?) async throws {
        let core = ProgressCore(store: FailingStore(error: error), clock: world.clock.wall)
        let answer = try Answer(await core.respond(to: start))
        #expect(answer.status == status)
        #expect(answer.retryAfterSeconds == retry)
        #expect(answer.text == #"{"detail":"Later"}"#)
    }

    @Test func unexpectedFailureTellsNothing() async throws {
        let core = ProgressCore(store: FailingStore(error: Broken()), clock: world.clock.wall)
        for request in [start, progress] {
            let answer = try Answer(await core.respond(to: request))
            #expect(answer.status == 500)
            #expect(answer.text == #"{"detail":"Internal error"}"#)
        }
        await #expect(throws: Broken.self) { try await core.check() }
        try await world.core.check()
    }

    private var start: CoreRequest {
        request(.post, "/api/logger/contentsession", Array(TestContent().body().utf8))
    }

    private var progress: CoreRequest {
        request(.get, "/internal/progress?lesson=\(LessonID.random())&learner=ada", [])
    }

    private func request(_ method: CoreRequest.Method, _ target: String, _ body: [UInt8]) -> CoreRequest {
        CoreRequest(
            method: method,
            target: target,
            body: body,
            principal: world.embed().principal,
            requestID: "test"
        )
    }
}
