extension LessonFile.Widget.Kind {
    /// The members that the player reads of a widget of this kind, besides any others that it may have.
    var members: [String] {
        let common = ["id", "type"]
        let question = common + ["points", "prompt", "hint", "feedback", "explanation", "variable"]
        return switch self {
        case .singleChoice: question + ["options", "shuffle"]
        case .multipleChoice: question + ["options", "shuffle", "partial"]
        case .numeric: question + ["answer", "tolerance", "unit"]
        case .shortText: question + ["accepted", "caseSensitive"]
        case .ordering: question + ["items", "correctOrder"]
        case .text: common + ["html", "text"]
        case .image: common + ["src", "alt", "caption", "width", "height"]
        case .video: common + ["src", "title", "poster", "captions", "transcript"]
        case .html5: common + ["src", "html", "title", "height"]
        case .external: common + ["url", "text"]
        }
    }
}
