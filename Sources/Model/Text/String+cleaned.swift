extension String {
    /// The text with a space for each control character, without spaces around it, and cut to so many characters (Unicode
    /// scalars): what ``isPlainText(_:)`` accepts, unless nothing is left.
    public func cleaned(longest limit: Int) -> String {
        let plain = unicodeScalars.lazy.map { $0.properties.generalCategory == .control ? " " : $0 }
        var kept = UnicodeScalarView()
        kept.append(contentsOf: plain.drop { $0 == " " }.prefix(limit))
        while kept.last == " " { kept.removeLast() }
        return String(kept)
    }
}
