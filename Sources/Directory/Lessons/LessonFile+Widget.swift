public import Model

extension LessonFile {
    /// Something to see or to answer within a step.
    public struct Widget: Sendable, Equatable {
        /// The id, the `item` of its attempts: 1–100 characters, unique among the widgets of the lesson.
        public let id: String
        /// What kind of widget it is.
        public let kind: Kind
        /// What a right first answer is worth, 0–1000; nil exactly for the kinds that are not scored.
        public let points: Double?
        /// The whole widget as it was written.
        public let text: JSONText
    }
}

extension LessonFile.Widget {
    /// The kinds of widgets, by their `type`.
    public enum Kind: String, Sendable, CaseIterable {
        /// One right choice among several.
        case singleChoice = "single_choice"
        /// Any number of right choices among several.
        case multipleChoice = "multiple_choice"
        /// A number.
        case numeric
        /// A word or short phrase.
        case shortText = "short_text"
        /// Things to put in order.
        case ordering
        /// Text to read.
        case text
        /// A picture.
        case image
        /// A film.
        case video
        /// An interactive page.
        case html5
        /// Something that lies elsewhere.
        case external

        /// Whether answers to it are scored.
        public var isScored: Bool {
            switch self {
            case .singleChoice, .multipleChoice, .numeric, .shortText, .ordering: true
            case .text, .image, .video, .html5, .external: false
            }
        }
    }
}
