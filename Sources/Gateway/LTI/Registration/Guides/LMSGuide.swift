public import LTI

/// What a system's administrator enters to make the tool known there, in the system's own words, and what comes back
/// from it.
public struct LMSGuide: Sendable {
    /// A field of the system's forms.
    public struct Field: Sendable, Equatable {
        /// Its label.
        public let label: String
        /// What belongs into it.
        public let value: String

        init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// A value that the system shows afterwards, and the option of `lectern platform add` that takes it.
    public struct Answer: Sendable, Equatable {
        /// What the system calls it.
        public let label: String
        /// The option.
        public let option: String

        init(_ label: String, _ option: String) {
            self.label = label
            self.option = option
        }
    }

    /// The system.
    public let lms: LMSProduct
    /// Where in the system the tool is entered.
    public let place: String
    /// Where in the system a link of `lectern platform register-url` goes, which makes the rest needless; nil where
    /// there is no such place.
    public let registration: String?
    /// The values to enter.
    public let fields: [Field]
    /// What to switch on, so that grades and rosters work.
    public let services: [Field]
    /// What the system may tell of its people.
    public let privacy: [Field]
    /// Parameters for links that were not chosen from the tool's list.
    public let custom: [Field]
    /// What else to do there.
    public let steps: [String]
    /// What to bring back.
    public let answers: [Answer]
    /// The options of an example of `lectern platform add`, without the organization and the name.
    public let example: [String]

    /// The guide of a system for a tool at a site.
    public init(_ lms: LMSProduct, for site: ToolSite) {
        switch lms {
        case .canvas: self.init(canvas: site)
        case .moodle: self.init(moodle: site)
        case .blackboard: self.init(blackboard: site)
        case .brightspace: self.init(brightspace: site)
        case .sakai: self.init(sakai: site)
        }
    }

    init(
        _ lms: LMSProduct,
        place: String,
        registration: String?,
        fields: [Field],
        services: [Field],
        privacy: [Field],
        steps: [String],
        answers: [Answer],
        example: [String]
    ) {
        self.lms = lms
        self.place = place
        self.registration = registration
        self.fields = fields
        self.services = services
        self.privacy = privacy
        custom = Self.lessonParameter
        self.steps = steps
        self.answers = answers
        self.example = example
    }

    /// The same everywhere: what teachers choose from the tool's list names its lesson itself, other links must be told.
    private static let lessonParameter = [Field("lesson_id", "LESSON-ID")]

    /// The command that registers the platform here, with words in capitals where values belong.
    public var command: String {
        (["lectern platform add --organization ORGANIZATION-ID --name NAME", "--lms \(lms.rawValue)"] + example)
            .joined(separator: " ")
    }
}
