import HTTPTypes
import Hummingbird
import LTI
import Model

/// What the page for choosing lessons sends: everything that was typed and ticked, so that it works without cookies and
/// scripts, and forgets nothing while somebody searches.
struct DeepLinkingForm: Sendable {
    /// More lessons than this are not taken at a time.
    static let mostLessons = 50
    /// The last page that can be asked for.
    private static let lastPage = 100_000

    /// What the button means that was pressed.
    enum Action: Sendable, Equatable {
        /// Shows what fits the search, from 1 counted in pages.
        case search(page: Int)
        /// Shows a lesson as learners see it.
        case preview(LessonID)
        /// Takes the ticked lessons into the course.
        case choose
        /// Goes back with nothing.
        case cancel
    }

    /// The launch token of the session that asks.
    var token = ""
    var action = Action.search(page: 1)
    /// What is looked for in titles.
    var text = ""
    /// The tag that lessons must have; nil for any.
    var tag: String?
    /// The ticked lessons, each once, in the order of the page; one more than allowed at most.
    var chosen: [LessonID] = []
    /// The lessons that are to have a column for grades.
    var graded: Set<LessonID> = []

    /// The form of a page that nobody has touched.
    init() {}

    /// Reads the form of a request.
    ///
    /// - Throws: `LaunchRefusal` `missing_parameter` for what does not decode, `duplicate_field`; `LecternError` `tooLarge`,
    ///   and ``NotAForm`` for a body of another media type.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ $0 != " " }) == "application/x-www-form-urlencoded" else { throw NotAForm() }
        let body = try await RequestBody.collect(request, limit: FormRequest.longestBody)
        guard let text = String(validating: body, as: UTF8.self), let pairs = PercentCoding.query(text) else {
            throw LaunchRefusal.missingParameter
        }
        try self.init(pairs)
    }

    /// Takes the decoded pairs; what has no meaning here is left out.
    init(_ pairs: [(name: String, value: String)]) throws(LaunchRefusal) {
        let repeated: Set<String> = ["lesson", "grade"]
        let fields = try FormFields(pairs.filter { !repeated.contains($0.name) })
        token = fields["token"] ?? ""
        text = fields["text"] ?? ""
        tag = fields["tag"].flatMap { $0.isEmpty ? nil : $0 }
        for (name, value) in pairs {
            guard let lesson = LessonID(value) else { continue }
            if name == "lesson", chosen.count <= Self.mostLessons, !chosen.contains(lesson) { chosen.append(lesson) }
            if name == "grade" { graded.insert(lesson) }
        }
        if let lesson = fields["preview"].flatMap({ LessonID($0) }) {
            action = .preview(lesson)
        } else if let lesson = fields["choose"].flatMap({ LessonID($0) }) {
            // The button beside a lesson, where one is taken at a time.
            chosen = [lesson]
            action = .choose
        } else {
            action =
                switch fields["action"] {
                case "choose": .choose
                case "cancel": .cancel
                default: .search(page: min(max(fields["page"].flatMap { Int($0) } ?? 1, 1), Self.lastPage))
                }
        }
    }
}
