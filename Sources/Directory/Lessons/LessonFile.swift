public import Model

/// A lesson as its author writes it: a JSON file that was read and found to keep every rule of the format.
///
/// The rules are in the README ("Lesson file"). Widgets and the content of steps are kept as they were written.
public struct LessonFile: Sendable {
    /// The id that the file names, so that it is a new version of that lesson; nil when it leaves the id to Lectern.
    public let id: LessonID?
    /// The id of the lesson: the one that the file names, else the fallback.
    public let lessonID: LessonID
    /// The title, 1–200 characters.
    public let title: String
    /// The tags, at most 50, all different.
    public let tags: [String]
    /// The variables, at most 200, with different names.
    public let variables: [Variable]
    /// The sections, 1–100, in order.
    public let sections: [Section]
    /// The steps in order with their scored widgets.
    public let outline: LessonOutline
    /// What is stored of the lesson: `{"id","title","tags","variables","sections"}`.
    ///
    /// Every member is present and every id filled in; content, widgets and initial values have the exact text of the
    /// file. The document is a lesson file itself, and parsing it gives the same document again.
    public let document: JSONText
    /// What the player will drop or leave out, at most ``LessonFileRemark/limit``.
    public let remarks: [LessonFileRemark]

    /// Makes a lesson from parts that keep the rules.
    init(
        id: LessonID?,
        lessonID: LessonID,
        title: String,
        tags: [String],
        variables: [Variable],
        sections: [Section],
        remarks: [LessonFileRemark]
    ) {
        self.id = id
        self.lessonID = lessonID
        self.title = title
        self.tags = tags
        self.variables = variables
        self.sections = sections
        self.remarks = remarks
        self.outline = LessonOutline(sections: sections.map { $0.steps.map(\.outline) })
        var json = JSONWriter()
        json.object { json in
            json.name("id")
            json.id(lessonID)
            json.name("title")
            json.string(title)
            json.name("tags")
            json.array { json in
                for tag in tags { json.string(tag) }
            }
            json.name("variables")
            json.array { json in
                for variable in variables { variable.write(to: &json) }
            }
            json.name("sections")
            json.array { json in
                for section in sections { section.write(to: &json) }
            }
        }
        self.document = JSONText(trusted: json.text)
    }
}
