public import Model

extension LessonFile {
    /// The size that neither a file nor its stored document may pass, in bytes.
    public static let maximumSize = 5 * 1024 * 1024

    /// Reads a lesson file.
    ///
    /// - Parameters:
    ///   - bytes: JSON in UTF-8; a byte order mark is allowed.
    ///   - fallbackID: the id that the lesson gets when the file names none. Missing ids of sections and steps are made
    ///     up from the lesson's id and their place, so that the same file always gets the same ones.
    /// - Throws: ``LessonFileErrors`` with everything that is wrong.
    /// - Returns: the lesson.
    public static func parse(_ bytes: [UInt8], fallbackID: LessonID) throws(LessonFileErrors) -> LessonFile {
        guard bytes.count <= maximumSize else { throw failure("must have at most 5 MiB") }
        let node = try parseJSON(bytes)
        var reader = LessonFileReader(lesson: node, fallbackID: fallbackID)
        let lesson = reader.lesson(node)
        guard let lesson, reader.problems.isEmpty else { throw LessonFileErrors(problems: reader.problems) }
        // Else a stored lesson could not be exported and imported again.
        guard lesson.document.text.utf8.count <= maximumSize else {
            throw failure("must have at most 5 MiB with the missing ids and members filled in")
        }
        return lesson
    }

    private static func parseJSON(_ bytes: [UInt8]) throws(LessonFileErrors) -> JSONNode {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
        do {
            return try JSONParser.parse(text, depth: 64)
        } catch {
            let before = text.prefix(error.offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            // Characters, not bytes: the continuation bytes of UTF-8 do not count.
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count { $0 & 0xC0 != 0x80 } + 1
            throw failure("not JSON: \(error.reason) (line \(line), column \(column))")
        }
    }

    private static func failure(_ reason: String) -> LessonFileErrors {
        LessonFileErrors(problems: [LessonFileProblem(path: "", reason: reason)])
    }
}
