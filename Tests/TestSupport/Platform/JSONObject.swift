import Model

/// A JSON object whose members a test can set as text, change and remove.
package struct JSONObject: Sendable {
    package private(set) var members: [(name: String, text: String)]

    package init(_ members: [(name: String, text: String)] = []) {
        self.members = members
    }

    /// Sets a member to a JSON text; nil removes it.
    package subscript(name: String) -> String? {
        get { members.last { $0.name == name }?.text }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let text?): members[index].text = text
            case (let index?, nil): members.remove(at: index)
            case (nil, let text?): members.append((name, text))
            case (nil, nil): break
            }
        }
    }

    /// Sets a member to a string; nil removes it.
    package mutating func set(_ name: String, _ value: String?) {
        self[name] = value.map { JSONObject.quoted($0) }
    }

    package mutating func removeAll(where condition: (String) -> Bool) {
        members.removeAll { condition($0.name) }
    }

    package var text: String {
        "{" + members.map { "\(JSONObject.quoted($0.name)):\($0.text)" }.joined(separator: ",") + "}"
    }

    package static func quoted(_ value: String) -> String {
        var json = JSONWriter()
        json.string(value)
        return json.text
    }

    /// A list of strings.
    package static func list(_ values: [String]) -> String {
        "[" + values.map { quoted($0) }.joined(separator: ",") + "]"
    }

    /// A list of JSON texts.
    package static func array(_ texts: [String]) -> String {
        "[" + texts.joined(separator: ",") + "]"
    }
}
