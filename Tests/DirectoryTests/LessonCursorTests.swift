import Directory
import Model
import Testing

@Suite struct LessonCursorTests {
    private static let organization = OrganizationID(high: 0x0123_4567_89AB_4DEF, low: 0x8123_4567_89AB_CDEF)
    private static let good = "l1.h7dx4of400.550e8400-e29b-41d4-a716-446655440000."

    private func cursor() async throws -> LessonCursor {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        _ = try await world.lesson(of: organization)
        return LessonCursor(
            after: try #require(try await world.directory.lessons.all(organization: organization).first)
        )
    }

    @Test func itIsReadBackByTheOrganizationItWasGivenTo() async throws {
        let cursor = try await cursor()
        #expect(cursor.updatedAt == SteppableClock.start)
        let text = cursor.text(for: Self.organization)
        #expect(LessonCursor(text, for: Self.organization) == cursor)
    }

    @Test func itsTextGoesIntoAURLAsItIs() async throws {
        let text = try await cursor().text(for: Self.organization)
        #expect(PercentCoding.encode(text) == text)
    }

    @Test(arguments: [
        OrganizationID(high: 0x0123_4567_89AB_4DEF, low: 0x8123_4567_89AB_CDEE),
        OrganizationID(high: 0, low: 0x9000_0000_0000_0000), OrganizationID(high: 1, low: 1),
    ])
    func anotherOrganizationCannotUseIt(other: OrganizationID) async throws {
        let text = try await cursor().text(for: Self.organization)
        #expect(LessonCursor(text, for: other) == nil)
    }

    @Test func whatIsCutOrAddedToIsRefused() async throws {
        let text = try await cursor().text(for: Self.organization)
        let parts = text.split(separator: ".").map(String.init)
        #expect(parts.count == 4)
        var tampered = [
            text + ".", "." + text, text + "0", text + " ", String(text.dropLast()), String(text.dropFirst()),
        ]
        for index in parts.indices {
            for replacement in ["", "x!", parts[index] + "é"] {
                var changed = parts
                changed[index] = replacement
                tampered.append(changed.joined(separator: "."))
            }
            var shorter = parts
            shorter.remove(at: index)
            tampered.append(shorter.joined(separator: "."))
        }
        for text in tampered { #expect(LessonCursor(text, for: Self.organization) == nil, "\(text)") }
    }

    @Test(arguments: ["", ".", "...", "l1", "l1...", "l2." + good, "0", "null", "l1.zzzzzzzzzzzzzzzzzzzz.x.y"])
    func whatIsNoCursorIsRefused(text: String) {
        #expect(LessonCursor(text, for: Self.organization) == nil)
    }
}
