import Directory
import LTI
import Model

/// What the page for choosing lessons shows.
struct DeepLinkingPicker: Sendable {
    /// So many lessons are on a page.
    static let pageLength = 20

    let form: DeepLinkingForm
    /// Which page of the lessons that were found, from 1.
    let page: Int
    let found: LessonPage
    /// Chosen lessons that are not among those found.
    let kept: [Lesson]
    /// The organization's tags.
    let tags: [String]
    let outlines: [LessonVersionID: LessonOutline]
    let settings: DeepLinkingSettings

    /// The values of the template, but for those of the session.
    var values: [String: any Sendable] {
        let isSearch = !form.text.isEmpty || form.tag != nil
        var values: [String: any Sendable] = [
            "title": settings.acceptsMultiple ? "Choose lessons" : "Choose a lesson",
            "several": settings.acceptsMultiple, "text": form.text, "hasTags": !tags.isEmpty || form.tag != nil,
            "tags": options, "groups": groups, "chosen": form.chosen.count,
            "nothingFound": found.lessons.isEmpty && isSearch,
            "nothingPublished": found.lessons.isEmpty && !isSearch,
        ]
        if page > 1 { values["previous"] = page - 1 }
        if page * Self.pageLength < found.total { values["next"] = page + 1 }
        return values
    }

    /// What was chosen on other pages stays in sight, and so in the form.
    private var groups: [[String: any Sendable]] {
        let groups: [(key: String, heading: String, lessons: [Lesson])] = [
            ("kept", "Chosen so far", kept), ("found", sentence, found.lessons),
        ]
        return groups.filter { !$0.lessons.isEmpty }.map { group in
            ["key": group.key, "heading": group.heading, "lessons": group.lessons.map(row)]
        }
    }

    private var sentence: String {
        let noun = found.total == 1 ? "lesson" : "lessons"
        guard found.total > found.lessons.count, !found.lessons.isEmpty else { return "\(found.total) \(noun)" }
        let first = (page - 1) * Self.pageLength + 1
        return "\(first)–\(first + found.lessons.count - 1) of \(found.total) \(noun)"
    }

    /// The tags to choose from; one that was asked for stays, also when no lesson has it any more.
    private var options: [[String: any Sendable]] {
        let all = form.tag.map { tags.contains($0) ? tags : [$0] + tags } ?? tags
        return all.map { ["tag": $0, "isSelected": $0 == form.tag] }
    }

    private func row(_ lesson: Lesson) -> [String: any Sendable] {
        let outline = lesson.publishedVersion.flatMap { outlines[$0] }
        let isChosen = form.chosen.contains(lesson.id)
        let hasColumn = settings.acceptsLineItem != false && outline?.isScored == true
        return [
            "id": lesson.id.description, "name": lesson.title, "isChosen": isChosen, "hasColumn": hasColumn,
            // Who ticks a lesson wants its grades, until they say that they do not.
            "isGraded": !isChosen || form.graded.contains(lesson.id),
            "facts": (Self.facts(outline) + [lesson.tags.joined(separator: ", ")]).filter { !$0.isEmpty }
                .joined(separator: " · "),
        ]
    }

    /// What a lesson consists of, in words.
    private static func facts(_ outline: LessonOutline?) -> [String] {
        guard let outline else { return [] }
        let scored = outline.points.values.filter { $0 > 0 }
        let steps = counted(Double(outline.totalSteps), "step")
        guard !scored.isEmpty else { return [steps, "nothing scored"] }
        return [
            steps, counted(Double(scored.count), "scored question"), counted(scored.reduce(0, +), "point"),
        ]
    }

    private static func counted(_ number: Double, _ noun: String) -> String {
        var text = JSONWriter()
        text.number((number * 100).rounded() / 100)
        return "\(text.text) \(noun)\(number == 1 ? "" : "s")"
    }
}
