import Credentials
import Directory
import Foundation
import Gateway
import Model
import TestSupport
import Testing

/// `POST /api/public/sign-token` (contract §4).
@Suite(.timeLimit(.minutes(3)))
struct SignTokenTests {
    private static let lessonNotFound = #"404 {"error":"Lesson not found or access denied"}"#

    private func sign(
        _ server: TestServer,
        _ body: String,
        token: String? = nil
    ) async throws -> TestResponse {
        try await server.send(
            "POST",
            "/api/public/sign-token",
            token: token ?? server.world.token.text,
            body: body
        )
    }

    // MARK: Success

    @Test func tokenCarriesTheClaimsOfTheContract() async throws {
        let world = try await TestWorld()
        world.clock.advance(seconds: 0.75)
        try await withServer(world) { server in
            let attributes = #"{"grade": 5, "name":"Z\u00fc", "big":1e2, "z":null, "a":[]}"#
            let body =
                #"{"learnerId":"user 123/é","lessonId":"\#(world.lesson.id)","userAttributes":\#(attributes),"timeout":90}"#
            let answer = try await sign(server, body)
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            let members = try #require(try answer.json().members)
            #expect(members.map(\.name) == ["token", "expiresAt"])
            #expect(members[1].value.string == "2026-06-01T10:01:30Z")

            let token = try #require(members[0].value.string)
            #expect(try Self.part(0, of: token).textString == #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#)
            let claims = try Self.part(1, of: token)
            #expect(claims["lessonId"]?.string == world.lesson.id.description)
            #expect(claims["learnerId"]?.string == "user 123/é")
            #expect(claims["organizationId"]?.string == world.organization.description)
            #expect(claims["userAttributes"]?.textString == attributes)
            #expect(claims["versionId"] == nil)
            #expect(claims["iat"]?.integer == 1_780_308_000)
            #expect(claims["exp"]?.integer == 1_780_308_090)
            #expect(claims["iss"]?.string == "lectern")
            #expect(claims["aud"]?.string == "lectern-embed")
            #expect(claims["jti"]?.string?.isEmpty == false)
            #expect(claims["tkn"]?.string == world.token.record.publicKey.description)
        }
    }

    @Test(arguments: [
        ("", 7_200), (#","timeout":1"#, 1), (#","timeout":86400"#, 86_400), (#","timeout":null"#, 7_200),
        (#","timeout":60.0"#, 60), (#","timeout":6e1"#, 60),
    ])
    func timeoutSetsTheEndOfTheToken(member: String, seconds: Int64) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await sign(server, #"{"lessonId":"\#(world.lesson.id)","learnerId":"a"\#(member)}"#)
            let end = Timestamp(seconds: SteppableClock.start.seconds + seconds)
            #expect(try answer.json()["expiresAt"]?.string == end.description)
            let token = try #require(try answer.json()["token"]?.string)
            #expect(try Self.part(1, of: token)["exp"]?.integer == Int(end.seconds))
        }
    }

    @Test func versionIsPinnedOnlyWhenAsked() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let body = #"{"lessonId":"\#(world.lesson.id)","learnerId":"a","versionId":"\#(world.lesson.version)"}"#
            let token = try #require(try await sign(server, body).json()["token"]?.string)
            #expect(try Self.part(1, of: token)["versionId"]?.string == world.lesson.version.description)
        }
    }

    @Test func lessonIDIsReadInEitherCaseAndUnknownMembersAreIgnored() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let id = world.lesson.id.description.uppercased()
            let answer = try await sign(server, #"{"color":"red","lessonId":"\#(id)","learnerId":"a"}"#)
            let token = try #require(try answer.json()["token"]?.string)
            #expect(try Self.part(1, of: token)["lessonId"]?.string == world.lesson.id.description)
        }
    }

    @Test func everyTokenHasAnIDOfItsOwn() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            var ids: Set<String> = []
            for _ in 0..<5 {
                let answer = try await sign(server, #"{"lessonId":"\#(world.lesson.id)","learnerId":"a"}"#)
                let token = try #require(try answer.json()["token"]?.string)
                ids.insert(try #require(try Self.part(1, of: token)["jti"]?.string))
            }
            #expect(ids.count == 5)
        }
    }

    private static func part(_ index: Int, of token: String) throws -> JSONNode {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        let text = parts[index].replacing("-", with: "+").replacing("_", with: "/")
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        return try JSONParser.parse(Array(try #require(Data(base64Encoded: String(padded)))))
    }

    // MARK: Refusals

    /// A body in which `LESSON` stands for the world's lesson, and the message that refuses it.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let body: String
        let message: String

        init(_ body: String, _ message: String) {
            self.body = body
            self.message = message
        }

        var testDescription: String { String(body.prefix(80)) }
    }

    private static let good = #""lessonId":"LESSON","learnerId":"a""#
    private static let attributes = "userAttributes must be an object"
    private static let timeout = "timeout must be between 1 and 86400"
    private static let learner = "learnerId is required"
    private static let lesson = "Invalid lesson ID format"

    @Test(arguments: [
        Refusal("", "Invalid JSON body"), Refusal("{", "Invalid JSON body"), Refusal("[]", "Invalid JSON body"),
        Refusal("null", "Invalid JSON body"), Refusal("{\(good)} x", "Invalid JSON body"),
        Refusal("{\(good),\"timeout\":NaN}", "Invalid JSON body"),
        Refusal("{}", lesson), Refusal(#"{"learnerId":"a"}"#, lesson),
        Refusal(#"{"lessonId":"x","learnerId":"a"}"#, lesson), Refusal(#"{"lessonId":7,"learnerId":"a"}"#, lesson),
        Refusal(#"{"lessonId":null,"learnerId":"a"}"#, lesson),
        Refusal(#"{"lessonId":"{LESSON}","learnerId":"a"}"#, lesson),
        Refusal(#"{"lessonId":"urn:uuid:LESSON","learnerId":"a"}"#, lesson),
        Refusal(#"{"lessonId":"550e8400e29b41d4a716446655440000","learnerId":"a"}"#, lesson),
        // Errors come in the order of the table.
        Refusal(#"{"lessonId":"x","learnerId":"","timeout":0}"#, lesson),
        Refusal(#"{"lessonId":"LESSON"}"#, learner), Refusal(#"{"lessonId":"LESSON","learnerId":""}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":null}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":12}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":"a\nb"}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":"a\u0000"}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":"a\ud800"}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":"\u0085"}"#, learner),
        Refusal(#"{"lessonId":"LESSON","learnerId":"\#(String(repeating: "é", count: 256))"}"#, learner),
        Refusal(#"{"lessonId":"LESSON","timeout":0}"#, learner),
        Refusal(#"{\#(good),"versionId":"x"}"#, "Invalid version ID format"),
        Refusal(#"{\#(good),"versionId":1}"#, "Invalid version ID format"),
        Refusal(#"{\#(good),"userAttributes":[]}"#, attributes),
        Refusal(#"{\#(good),"userAttributes":"x"}"#, attributes),
        Refusal(#"{\#(good),"userAttributes":1}"#, attributes),
        Refusal(#"{\#(good),"userAttributes":{"a":"\#(String(repeating: "x", count: 4_089))"}}"#, attributes),
        Refusal(#"{\#(good),"timeout":0}"#, timeout), Refusal(#"{\#(good),"timeout":-5}"#, timeout),
        Refusal(#"{\#(good),"timeout":86401}"#, timeout), Refusal(#"{\#(good),"timeout":1.5}"#, timeout),
        Refusal(#"{\#(good),"timeout":"60"}"#, timeout), Refusal(#"{\#(good),"timeout":1e400}"#, timeout),
        Refusal(#"{\#(good),"timeout":true}"#, timeout),
    ])
    func wrongMemberIsNamed(refusal: Refusal) async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let body = refusal.body.replacing("LESSON", with: world.lesson.id.description)
            let answer = try await sign(server, body)
            #expect(answer.summary == #"422 {"error":"\#(refusal.message)"}"#)
        }
    }

    @Test func invalidUTF8IsNoJSON() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let answer = try await server.connect { connection in
                let start = Array(#"{"lessonId":"\#(world.lesson.id)","learnerId":""#.utf8)
                let body = start + [0xFF, 0xFE] + Array(#""}"#.utf8)
                let fields = ["Authorization: Bearer \(world.token.text)", "Content-Length: \(body.count)"]
                try await connection.send(server.head("POST", "/api/public/sign-token", fields))
                try await connection.send(body)
                return try await connection.response()
            }
            #expect(answer.summary == #"422 {"error":"Invalid JSON body"}"#)
        }
    }

    @Test func longestNamesAndAttributesPass() async throws {
        let world = try await TestWorld()
        try await withServer(world) { server in
            let learner = String(repeating: "é", count: 255)
            let attributes = #"{"a":"\#(String(repeating: "x", count: 4_088))"}"#
            #expect(attributes.utf8.count == 4_096)
            let answer = try await sign(
                server,
                #"{"lessonId":"\#(world.lesson.id)","learnerId":"\#(learner)","userAttributes":\#(attributes)}"#
            )
            #expect(answer.status == 200)
        }
    }

    @Test func lessonThatCannotBeTakenIsNotFound() async throws {
        let world = try await TestWorld()
        let draft = try await world.makeLesson("Draft", publish: false)
        let foreign = try await world.makeLesson("Foreign", organization: try await world.makeOrganization())
        let other = try await world.makeLesson("Other")
        try await withServer(world) { server in
            let version = #","versionId":"#
            for (lesson, more) in [
                (LessonID.random(), ""), (draft.id, ""), (draft.id, version + "\"\(draft.version)\""), (foreign.id, ""),
                (foreign.id, version + "\"\(foreign.version)\""), (world.lesson.id, version + "\"\(foreign.version)\""),
                (world.lesson.id, version + "\"\(other.version)\""),
                (world.lesson.id, version + "\"\(LessonID.random())\""),
            ] {
                let answer = try await sign(server, #"{"lessonId":"\#(lesson)","learnerId":"a"\#(more)}"#)
                #expect(answer.summary == Self.lessonNotFound)
            }
        }
    }

    @Test func largeBodyIsRefused() async throws {
        let world = try await TestWorld()
        try await withServer(world) {
            $0.maximumBodyBytes = 1_000
        } _: { server in
            let body = #"{"lessonId":"\#(world.lesson.id)","learnerId":"a"}"#
            let padded = body + String(repeating: " ", count: 1_000 - body.utf8.count)
            #expect(try await sign(server, padded).status == 200)
            let answer = try await sign(server, padded + " ")
            #expect(answer.summary == #"413 {"error":"The body must not be larger than 1000 bytes"}"#)
        }
    }
}
