@testable import Credentials

/// Makes tokens of one kind that are right but for what a test changes.
struct TokenForge: Sendable {
    static let header = #"{"alg":"HS256","typ":"JWT","kid":"e1"}"#

    /// The payload of the right token, piece by piece: names, and values as JSON.
    let members: [(name: String, value: String)]
    /// The right key.
    let key: HMACKey

    /// A token whose payload has one member changed, left out for nil, or put at the end where it has none of that name.
    func token(
        _ name: String = "",
        _ value: String? = nil,
        header: String = header,
        key: HMACKey? = nil
    ) -> String {
        var members = self.members.filter { value != nil || $0.name != name }
        if let value {
            if let place = members.firstIndex(where: { $0.name == name }) {
                members[place].value = value
            } else {
                members.append((name, value))
            }
        }
        return Self.token(
            header: header,
            payload: "{\(members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ","))}",
            key: key ?? self.key
        )
    }

    /// A token of any header and payload.
    static func token(header: String = header, payload: String, key: HMACKey) -> String {
        let input = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))"
        return input + "." + key.code(for: Array(input.utf8)).withBytes { Base64URL.encode($0) }
    }
}
