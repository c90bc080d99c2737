import Credentials
import Directory
import LTI
import Model

extension StoredLogin {
    /// Puts a login record into the words of the store.
    init(_ record: LoginRecord, hints: LoginHints) {
        self.init(
            state: record.state,
            nonce: record.nonce,
            platformID: record.platformID,
            deploymentHint: record.deploymentHint,
            targetLinkURI: record.targetLinkURI,
            storageTarget: record.storageTarget,
            binding: record.binding.hex,
            hints: hints.text,
            createdAt: record.createdAt
        )
    }

    /// The login record; nil when the store holds no digest.
    var record: LoginRecord? {
        guard let digest = Digest(hex: binding) else { return nil }
        return LoginRecord(
            state: state,
            nonce: nonce,
            platformID: platformID,
            deploymentHint: deploymentHint,
            targetLinkURI: targetLinkURI,
            storageTarget: storageTarget,
            binding: digest,
            createdAt: createdAt
        )
    }
}

/// What a platform wanted back of a login, kept so that the login can begin again in a window of its own (LTI rules L4,
/// C5).
struct LoginHints: Sendable, Equatable {
    /// Longer hints are not kept; in bytes.
    private static let longest = 8_192

    let loginHint: String
    let messageHint: String?

    init(_ login: LoginRequest) {
        loginHint = login.loginHint
        messageHint = login.messageHint
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(_ text: JSONText?) {
        guard let text, let node = try? JSONParser.parse(text.text), let loginHint = node["login"]?.string else {
            return nil
        }
        self.loginHint = loginHint
        messageHint = node["message"]?.string
    }

    /// The JSON that is kept; nil when it is too long.
    var text: JSONText? {
        var json = JSONWriter()
        json.object { json in
            json.name("login")
            json.string(loginHint)
            json.name("message")
            json.string(messageHint)
        }
        return json.bytes.count <= Self.longest ? JSONText(trusted: json.text) : nil
    }
}
