extension String {
    /// How many characters (Unicode scalars) the text has.
    var length: Int { unicodeScalars.count }
}
