public import Model

extension LessonFile {
    /// A variable that the lesson's player keeps for each learner.
    public struct Variable: Sendable, Equatable {
        /// The name, an identifier of at most 64 characters.
        public let name: String
        /// What values it takes.
        public let type: Kind
        /// The value at the start, as it was written; a string, finite number or boolean as `type` says.
        public let initialValue: JSONText
    }
}

extension LessonFile.Variable {
    /// The types of variables.
    public enum Kind: String, Sendable, CaseIterable {
        /// A string.
        case string
        /// A finite number.
        case number
        /// `true` or `false`.
        case boolean
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("name")
            json.string(name)
            json.name("type")
            json.string(type.rawValue)
            json.name("initialValue")
            json.json(initialValue)
        }
    }
}
