import Hummingbird
import Model

/// Values of a path, percent-decoded once (contract §1).
enum PathValue {
    /// The lesson's id in the path.
    ///
    /// - Throws: `LecternError` "Invalid lesson ID format".
    static func lesson(_ context: GatewayContext) throws(LecternError) -> LessonID {
        guard let raw = context.parameters.get("lessonId"), let text = PercentCoding.decode(raw),
            let lesson = LessonID(text)
        else { throw .lessonIDFormat }
        return lesson
    }

    /// The learner's name in the path: 1–255 characters, no control characters (contract §7.4).
    ///
    /// - Throws: `LecternError` "Invalid learner ID".
    static func learner(_ context: GatewayContext, _ name: String) throws(LecternError) -> String {
        guard let raw = context.parameters.get(name), let text = PercentCoding.decode(raw), isName(text) else {
            throw .invalid("Invalid learner ID")
        }
        return text
    }

    /// Whether a text can name a learner, platform or context.
    static func isName(_ text: String) -> Bool {
        text.isPlainText(1...255)
    }
}
