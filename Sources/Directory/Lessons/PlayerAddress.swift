/// An address within a lesson, as a browser would understand it, judged by what the player loads.
struct PlayerAddress {
    /// What the address is of.
    enum Use {
        /// A picture.
        case image
        /// A film.
        case video
        /// A file of captions, WebVTT.
        case captions
        /// A page, to show within the lesson or to link to.
        case page
        /// A link within text.
        case link
    }

    private let text: String
    /// The scheme in lower case; nil for a relative address.
    let scheme: String?

    init(_ text: String) {
        // Browsers cut white space at the ends and leave out tabs and line breaks wherever they are (URL Standard §4.4).
        let scalars = text.unicodeScalars.drop { $0.value <= 0x20 }
        // No rule looks further than this, and the data in an address can be long.
        self.text = String(String.UnicodeScalarView(scalars.lazy.filter { $0.value > 0x1F }.prefix(64))).lowercased()
        scheme = Self.scheme(of: self.text)
    }

    private static func scheme(of text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon]
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return nil }
        let isName = scheme.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
        return isName ? String(scheme) : nil
    }

    /// Whether it would run as a script.
    var isScript: Bool { scheme == "javascript" || scheme == "vbscript" }

    /// Whether the player loads it for that use.
    func fits(_ use: Use) -> Bool {
        if use == .link { return scheme.map { ["https", "http", "mailto"].contains($0) } ?? false }
        if text.hasPrefix("https://"), text.utf8.count > "https://".utf8.count { return true }
        return use.data.map { text.hasPrefix($0) } ?? false
    }
}

extension PlayerAddress.Use {
    /// How addresses start that hold the thing itself; nil where it must lie elsewhere.
    fileprivate var data: String? {
        switch self {
        case .image: "data:image/"
        case .video: "data:video/"
        case .captions: "data:text/vtt"
        case .page, .link: nil
        }
    }

    /// What the addresses of this use must start with.
    var rule: String {
        if self == .link { return "it must start with https:, http: or mailto:" }
        return "it must start with https://" + (data.map { " or \($0)" } ?? "")
    }
}
