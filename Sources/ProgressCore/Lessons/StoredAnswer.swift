import Model

/// The public form of an embed record as it lies in the record's own row, so that a read need not write it anew (design §8).
///
/// The text is the organization's id, then the entity tag and the body: all that says whose it is stands in the text itself.
enum StoredAnswer {
    /// Larger answers are written when they are read: copying them costs more than writing them, and a row with such a text
    /// would no longer lie within one page.
    private static let limit = 2_048
    private static let idLength = 36

    /// What to store beside a record with its new revision; empty where the form is to be written by each read.
    ///
    /// That is so where the list of items is derived, which changes without the record.
    static func text(of progress: LessonProgress, revision: Int64) -> String {
        guard case .embed(let learner) = progress.key.subject, progress.items != .derivedItems else { return "" }
        let large = [progress.progressData, progress.variableState, progress.items, progress.userAttributes]
        guard large.reduce(0, { $0 + ($1?.text.utf8.count ?? 0) }) < limit else { return "" }
        let answer = EncodedProgress(revision: revision, changedAt: progress.changedAt) { json in
            progress.writeEmbed(lesson: progress.key.lesson, learner: learner, to: &json)
        }
        return answer.withStored { stored in
            guard stored.count + idLength <= limit else { return "" }
            return progress.key.organization.description + String(decoding: stored, as: UTF8.self)
        }
    }

    /// The answer in a stored text; nil when it is another learner's, or was stored by a release that writes another form.
    static func answer(
        _ text: UnsafeRawBufferPointer,
        lesson: LessonID,
        learner: String,
        organization: OrganizationID
    ) -> EncodedProgress? {
        guard text.count > idLength,
            organization.withText({ $0.elementsEqual(text[..<idLength]) }),
            let answer = EncodedProgress(stored: UnsafeRawBufferPointer(rebasing: text[idLength...])),
            isFor(lesson, learner, answer.body)
        else { return nil }
        return answer
    }

    /// Whether a body begins with these ids.
    private static func isFor(_ lesson: LessonID, _ learner: String, _ body: ArraySlice<UInt8>) -> Bool {
        body.withUnsafeBytes { body in
            var rest = Rest(body)
            // A name with escapes is not compared: it is looked up by the key and written from its columns.
            return rest.drop("{\"lessonId\":\"") && lesson.withText { rest.drop($0) }
                && rest.drop("\",\"learnerId\":\"") && !learner.utf8.contains { $0 == 0x22 || $0 == 0x5C }
                && rest.drop(learner) && rest.drop("\",")
        }
    }

    /// What is left of some bytes.
    private struct Rest {
        private var bytes: UnsafeRawBufferPointer

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        mutating func drop(_ start: StaticString) -> Bool {
            drop(UnsafeRawBufferPointer(start: start.utf8Start, count: start.utf8CodeUnitCount))
        }

        mutating func drop(_ start: String) -> Bool {
            var start = start
            return start.withUTF8 { drop(UnsafeRawBufferPointer($0)) }
        }

        mutating func drop(_ start: UnsafeRawBufferPointer) -> Bool {
            guard bytes.starts(with: start) else { return false }
            bytes = UnsafeRawBufferPointer(rebasing: bytes[start.count...])
            return true
        }
    }
}
