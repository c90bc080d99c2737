import Model

/// Reads optional members, which may have any shape: what does not fit is taken as absent (LTI rule V19).
extension JSONNode {
    /// The string, unless it holds what cannot be stored or told from another string.
    var cleanString: String? {
        if case .string(let value, nil) = kind { value } else { nil }
    }

    /// A member that is a string and not empty.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.cleanString, !text.isEmpty else { return nil }
        return text
    }

    /// The strings of a member that is an array; other elements are left out.
    func texts(_ name: String) -> [String]? {
        self[name]?.elements.map { $0.compactMap(\.cleanString) }
    }

    /// A member that is an absolute http or https URL.
    func webURL(_ name: String) -> WebURL? {
        text(name).flatMap { WebURL($0) }
    }

    /// A member that is true or false, also as a string (LTI rule D1).
    func flag(_ name: String) -> Bool? {
        guard let node = self[name] else { return nil }
        if let value = node.bool { return value }
        switch node.cleanString?.lowercased() {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// A member that is there and not `null`.
    func present(_ name: String) -> JSONNode? {
        guard let node = self[name], !node.isNull else { return nil }
        return node
    }
}

extension JSONWriter {
    /// Writes a member when there is a value.
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member when there is a value.
    mutating func member(_ name: String, _ value: Double?) {
        guard let value else { return }
        self.name(name)
        number(value)
    }

    /// Writes a member that is a list of strings.
    mutating func member(_ name: String, _ values: [String]) {
        self.name(name)
        array { json in
            for value in values { json.string(value) }
        }
    }
}
