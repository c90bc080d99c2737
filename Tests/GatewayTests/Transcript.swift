import TestSupport

/// The words of an answer that must not depend on how the gateway is wired.
enum Transcript {
    /// Status, headers in the order of their names, and body; without what differs from request to request.
    ///
    /// The request comes first, so that a difference tells where it is.
    static func text(_ answer: TestResponse, after request: String = "") -> String {
        let changing = ["date", "x-request-id"]
        let fields = answer.fields
            .map { (name: $0.name.lowercased(), value: $0.value) }
            .filter { !changing.contains($0.name) }
            .sorted { $0 < $1 }
        let lines = [request, "\(answer.status) \(answer.reason)"] + fields.map { "\($0.name): \($0.value)" }
        let uuid = #/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#
        return (lines.joined(separator: "\n") + "\n\n" + answer.text).replacing(uuid, with: "UUID")
    }
}
