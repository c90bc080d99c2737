/// The elements and attributes of HTML that the player shows; it drops all others.
///
/// This tells authors what will be dropped. What protects learners is the player, which builds new nodes of these
/// elements and attributes only.
enum HTMLSubset {
    /// What the player drops of a text.
    enum Dropped: Hashable {
        /// An element; of some also what is in it.
        case element(String)
        /// An attribute of an element that stays.
        case attribute(String, element: String)
        /// An attribute because of its address.
        case address(String, element: String, rule: String)
        /// Everything from the last `<` on.
        case rest
    }

    /// At most this many remarks are worth making of one text.
    private static let limit = 10

    private static let elements: Set<String> = [
        // The player makes h2 of h1.
        "p", "br", "hr", "h1", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "mark", "small",
        "code",
        "pre", "kbd", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr",
        "th", "td", "a", "img", "figure", "figcaption", "span", "div", "abbr", "details", "summary", "ruby", "rt",
    ]

    /// Attributes that any element may have.
    private static let common: Set<String> = ["title", "lang", "dir"]

    private static let attributes: [String: Set<String>] = [
        // The player sets `target` and `rel` itself: they are not lost.
        "a": ["href", "target", "rel"],
        "img": ["src", "alt", "width", "height"],
        "td": ["colspan", "rowspan"],
        "th": ["colspan", "rowspan", "scope"],
        "ol": ["start"],
    ]

    private static let addresses: [String: (attribute: String, use: PlayerAddress.Use)] = [
        "a": ("href", .link), "img": ("src", .image),
    ]

    /// Each thing that the player drops of a text, once, in order.
    static func dropped(from text: String) -> [Dropped] {
        var scanner = HTMLScanner(text)
        var found: [Dropped] = []
        func add(_ dropped: Dropped) {
            if !found.contains(dropped) { found.append(dropped) }
        }
        while found.count < limit, let tag = scanner.next() {
            guard elements.contains(tag.name) else {
                add(.element(tag.name))
                continue
            }
            for (name, value) in tag.attributes {
                guard common.contains(name) || attributes[tag.name]?.contains(name) == true else {
                    add(.attribute(name, element: tag.name))
                    continue
                }
                guard let (attribute, use) = addresses[tag.name], attribute == name else { continue }
                if !PlayerAddress(value).fits(use) { add(.address(name, element: tag.name, rule: use.rule)) }
            }
        }
        if scanner.endsWithinTag { add(.rest) }
        return Array(found.prefix(limit))
    }
}

extension HTMLSubset.Dropped: CustomStringConvertible {
    /// What is dropped, as a sentence about the player.
    var description: String {
        switch self {
        case .element(let name): "the player drops <\(name)>"
        case .attribute(let name, let element): "the player drops the attribute \(name) of <\(element)>"
        case .address(let name, let element, let rule): "the player drops the \(name) of <\(element)>: \(rule)"
        case .rest: "the player drops what follows the last <: the tag has no end"
        }
    }
}
