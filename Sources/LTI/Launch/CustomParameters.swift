import Model

/// The custom parameters of a link and of the tool, in the order of the claim (LTI rule V19).
public struct CustomParameters: Sendable {
    /// Names and values.
    public let pairs: [(name: String, value: String)]

    /// Reads the claim; numbers and booleans are taken as their text, other values are left out.
    init(_ node: JSONNode?) {
        pairs = (node?.members ?? []).compactMap { name, value in
            switch value.kind {
            case .string(let text, nil): (name, text)
            case .number, .bool: (name, value.textString)
            default: nil
            }
        }
    }

    /// The value of a parameter, the last one where a name repeats.
    public subscript(name: String) -> String? {
        pairs.last { $0.name.isExactly(name) }?.value
    }
}
