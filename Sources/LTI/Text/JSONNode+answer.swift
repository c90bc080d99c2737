import Model

extension JSONNode {
    /// Parses the answer of a platform; nil when it is longer than allowed or no JSON.
    static func answer(_ body: [UInt8], longest: Int) -> JSONNode? {
        guard body.count <= longest else { return nil }
        do {
            return try JSONParser.parse(body)
        } catch {
            return nil
        }
    }
}
