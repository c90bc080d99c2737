import Model

/// The optional file of settings: `{"lectern": {"listen": "127.0.0.1:8080", "cacheMib": 64, "guests": true}}`.
struct ConfigurationFile {
    private static let sizeLimit = 65_536

    private let values: [String: String]

    /// Reads the file at a path.
    ///
    /// - Throws: `LecternError` `configuration` that names the file, and the key where one is unknown or has no value.
    init(path: String) throws(LecternError) {
        func refuse(_ reason: String) -> LecternError {
            .configuration("The configuration file \(path) \(reason)")
        }
        let node: JSONNode
        do {
            node = try JSONParser.parse(try InputFile.read(path, limit: Self.sizeLimit))
        } catch let error as JSONSyntaxError {
            throw refuse("is not JSON: \(error)")
        } catch {
            throw refuse("cannot be read: \(error)")
        }
        guard let top = node.members, let members = node["lectern"]?.members, top.count == 1 else {
            throw refuse("must be an object with the one member lectern, an object")
        }
        var values: [String: String] = [:]
        for (name, value) in members {
            // A misspelt key would otherwise leave its default in force without a word.
            guard ConfigurationKey.allCases.contains(where: { $0.name == name }) else {
                throw refuse("has lectern.\(name), which is no key")
            }
            guard let text = Self.text(value) else {
                throw refuse("must give lectern.\(name) as a string, number or boolean")
            }
            guard values.updateValue(text, forKey: name) == nil else { throw refuse("has lectern.\(name) twice") }
        }
        self.values = values
    }

    private static func text(_ value: JSONNode) -> String? {
        switch value.kind {
        case .string(let text, nil): text
        case .number: value.textString
        case .bool(let isOn): isOn ? "on" : "off"
        case .string, .null, .array, .object: nil
        }
    }

    /// The text of a key's value; nil when the file leaves it out.
    subscript(name: String) -> String? { values[name] }
}
