import HTTPTypes
import Hummingbird
import Model
import Mustache
import NIOCore

/// Renders the pages that platforms' people see, in the platform's frame or in a window of their own.
///
/// None of them may be kept, none tells its address to others, and none says who may frame it: platforms have many
/// hosts, which their registrations do not name (LTI rule E2).
struct LTIPages: Sendable {
    private let library: MustacheLibrary
    /// The path before all addresses of the gateway, empty in most places.
    let base: String

    /// Reads the templates.
    ///
    /// - Parameter publicURL: where the world reaches the gateway; its path stands before all addresses of pages.
    init(publicURL: String) {
        base = publicURL.firstRange(of: "://").map { String(publicURL[$0.upperBound...].drop { $0 != "/" }) } ?? ""
        var library = MustacheLibrary()
        for (name, text) in Self.texts {
            do {
                // The library looks for `<` and its like by character, and one with a combining mark is another: the
                // values are escaped before they are given to it.
                let template = "{{% CONTENT_TYPE:TEXT}}" + String(decoding: text, as: UTF8.self)
                try library.register(template, named: name)
            } catch {
                // The templates are part of the program, and a test renders each.
                preconditionFailure("the template \(name) is malformed: \(error)")
            }
        }
        self.library = library
    }

    private static let texts: [(name: String, text: [UInt8])] = [
        ("deepLinking", PackageResources.deepLinking_mustache),
        ("deepLinkingAnswer", PackageResources.deepLinkingAnswer_mustache),
        ("failure", PackageResources.failure_mustache),
        ("foot", PackageResources.foot_mustache),
        ("head", PackageResources.head_mustache),
        ("login", PackageResources.login_mustache),
        ("registered", PackageResources.registered_mustache),
        ("storage", PackageResources.storage_mustache),
        ("storageCheck", PackageResources.storageCheck_mustache),
        ("teacher", PackageResources.teacher_mustache),
    ]

    /// A page.
    ///
    /// - Parameters:
    ///   - template: which one.
    ///   - values: what its template names, beside `nonce` and `base`.
    ///   - status: the answer's status.
    ///   - formTarget: an origin beside our own that the page's form is sent to; platforms redirect from there to others.
    /// - Returns: the page.
    func response(
        _ template: LTITemplate,
        _ values: [String: any Sendable],
        status: HTTPResponse.Status = .ok,
        formTarget: String? = nil
    ) -> Response {
        var values = values.mapValues(Self.escaped)
        let nonce = PlayerPage.nonce()
        values["nonce"] = nonce
        values["base"] = base.htmlEscaped
        guard let page = library.render(values, withTemplate: template.rawValue) else {
            preconditionFailure("the library has all templates from its making on")
        }
        var headers = Self.headers
        headers[.contentSecurityPolicy] = Self.policy(nonce: nonce, formTarget: formTarget)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
    }

    /// A value with all texts in it escaped.
    private static func escaped(_ value: any Sendable) -> any Sendable {
        switch value {
        case let text as String: text.htmlEscaped
        case let values as [any Sendable]: values.map(escaped)
        case let values as [String: any Sendable]: values.mapValues(escaped)
        default: value
        }
    }

    /// The headers that all answers to platforms' people have (E2).
    static let headers: HTTPFields = [
        .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .referrerPolicy: "no-referrer",
        .xContentTypeOptions: "nosniff",
    ]

    private static func policy(nonce: String, formTarget: String?) -> String {
        let targets = (["'self'"] + (formTarget.map { [$0, "https:"] } ?? [])).joined(separator: " ")
        return """
            default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src 'self' data:; \
            connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action \(targets)
            """
    }
}
