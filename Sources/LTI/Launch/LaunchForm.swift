/// What the browser posts to the launch URL (LTI rule V1).
public enum LaunchForm: Sendable {
    /// A token for a login.
    case token(LaunchToken, state: String)
    /// The platform's error in place of a token; its code is fit to be shown as text.
    case failure(code: String, state: String)

    private static let longestCode = 100

    /// Reads the fields of a form.
    ///
    /// - Throws: ``LaunchRefusal`` `missing_parameter`, `bad_token`, `token_too_large`.
    public init(_ fields: FormFields) throws(LaunchRefusal) {
        guard let state = fields.filled("state") else { throw .missingParameter }
        if let code = fields.filled("error") {
            let visible = code.utf8.filter { (0x20...0x7E).contains($0) }.prefix(Self.longestCode)
            self = .failure(code: String(decoding: visible, as: UTF8.self), state: state)
            return
        }
        guard let token = fields.filled("id_token") else { throw .missingParameter }
        self = .token(try LaunchToken(token), state: state)
    }
}
