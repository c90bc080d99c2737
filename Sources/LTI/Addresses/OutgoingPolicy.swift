public import Model

/// Which URLs that others name Lectern may call (LTI rule R6): a URL is checked before anything is resolved, and each
/// resolved address before it is connected to.
public struct OutgoingPolicy: Sendable, Equatable {
    /// Whether the platform is marked as local: it may live on this machine or in a private network.
    public let isLocal: Bool

    /// Makes the policy of a platform.
    public init(isLocal: Bool) {
        self.isLocal = isLocal
    }

    /// Reads a URL that Lectern may call: https, or http on this machine where the platform is local; no fragment,
    /// ASCII only.
    ///
    /// - Throws: `LecternError` `invalid` with a sentence that says what is wrong.
    public func check(_ text: String) throws(LecternError) -> WebURL {
        guard let url = WebURL(text), !url.hasFragment, text.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count <= 8_192
        else { throw .invalid("\(Self.shown(text)) is no absolute https URL") }
        guard url.isSecure || (isLocal && url.isLoopback) else {
            throw .invalid("\(Self.shown(text)) must be https; http is for this machine, and for local platforms only")
        }
        if url.isLoopback && !isLocal {
            throw .invalid("\(Self.shown(text)) is on this machine, and the platform is not marked as local")
        }
        if let address = url.address, !permits(address) {
            throw .invalid("\(Self.shown(text)) is not on the internet: addresses of its kind are never called")
        }
        return url
    }

    /// Whether a connection to an address may be made.
    ///
    /// Link-local addresses stay closed for local platforms, too: nobody runs one there, and clouds give out secrets
    /// there.
    public func permits(_ address: IPAddress) -> Bool {
        switch address.kind {
        case .global: true
        case .loopback, .privateNetwork, .uniqueLocal, .sharedNetwork: isLocal
        case .linkLocal, .multicast, .unspecified, .reserved: false
        }
    }

    /// Reads the target of a redirect, which must be on the same host and port and no less secure.
    ///
    /// - Throws: `LecternError` `invalid` when it must not be followed.
    public func redirect(from url: WebURL, to location: String) throws(LecternError) -> WebURL {
        let isPath = location.utf8.first == UInt8(ascii: "/") && !location.utf8.starts(with: "//".utf8)
        let target = try check(isPath ? url.origin + location : location)
        guard target.origin == url.origin else {
            throw .invalid("\(url.origin) redirects to another host")
        }
        return target
    }

    /// The text as far as it can be shown.
    private static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(200).filter { $0.properties.generalCategory != .control }
        return "\"\(String(String.UnicodeScalarView(scalars)))\""
    }
}
