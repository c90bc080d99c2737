extension String {
    /// Whether the text has so many characters (Unicode scalars) and no control characters.
    public func isPlainText(_ length: ClosedRange<Int>) -> Bool {
        length.contains(unicodeScalars.count) && !unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
