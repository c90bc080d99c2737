/// Makes the player's files as small as they can be without changing what they say: they are written to be read, and
/// served to be loaded.
enum AssetMinifier {
    /// The file as it is served.
    static func minify(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let source = String(decoding: bytes, as: UTF8.self)
        let result =
            switch name.split(separator: ".").last {
            case "css": StyleMinifier.minify(source)
            case "html": PageMinifier.minify(source)
            default: ScriptMinifier.minify(source)
            }
        return Array(result.utf8)
    }
}
