import Credentials
import HTTPTypes
import Hummingbird
import LTI
import Model

/// The cookies that bind logins and sessions to a browser: one for each, so that tabs do not take each other's (LTI rules
/// C1, C2).
///
/// A value is the second of its making and the secret: by the second the oldest are told, which go when there are too
/// many.
struct ProofCookies: Sendable {
    /// So many of a kind stay, the newest ones.
    static let limit = 10

    /// What a cookie proves.
    enum Kind: String {
        /// That a browser began a login.
        case login = "lectern-login-"
        /// That a session is a browser's.
        case session = "lectern-session-"
    }

    private let path: String

    /// Takes the path before all addresses of the gateway, empty in most places.
    init(basePath: String) {
        path = basePath + "/lti"
    }

    /// The name of a login's cookie: a short form of its state.
    private static func name(_ kind: Kind, _ id: String) -> String {
        switch kind {
        case .login: kind.rawValue + id.prefix(16)
        case .session: kind.rawValue + id
        }
    }

    /// The secret that a browser sent for a login or session.
    func secret(_ kind: Kind, _ id: String, in cookies: RequestCookies) -> BindingSecret? {
        guard let value = cookies[Self.name(kind, id)] else { return nil }
        return BindingSecret(String(value.drop { $0 != "." }.dropFirst()))
    }

    /// Sets a secret's cookie, and deletes the oldest of its kind.
    func set(
        _ kind: Kind,
        _ id: String,
        _ secret: BindingSecret,
        lifetimeSeconds: Int,
        now: Timestamp,
        beside cookies: RequestCookies,
        _ headers: inout HTTPFields
    ) {
        let name = Self.name(kind, id)
        let older = cookies.named(kind.rawValue).filter { $0.name != name }
            .sorted { Self.second($0.value) > Self.second($1.value) }
        for cookie in older.dropFirst(Self.limit - 1) { expire(cookie.name, &headers) }
        append("\(name)=\(now.seconds).\(secret.text); Max-Age=\(lifetimeSeconds)", &headers)
    }

    /// Deletes a login's cookie.
    func delete(_ kind: Kind, _ id: String, _ headers: inout HTTPFields) {
        expire(Self.name(kind, id), &headers)
    }

    private func expire(_ name: String, _ headers: inout HTTPFields) {
        // A cookie is found by its name and path; the name came from the browser, and must not end the header's value.
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") })
        else { return }
        append("\(name)=; Max-Age=0", &headers)
    }

    private func append(_ text: String, _ headers: inout HTTPFields) {
        // Plain http counts as secure in browsers where the gateway is on this machine; elsewhere there is https.
        let attributes = "Path=\(path); HttpOnly; Secure; SameSite=None; Partitioned"
        headers.append(HTTPField(name: .setCookie, value: "\(text); \(attributes)"))
    }

    private static func second(_ value: String) -> Int64 {
        Int64(value.prefix { $0 != "." }) ?? 0
    }
}
