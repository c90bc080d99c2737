import Model

/// Something to open a session of.
struct TestContent: Sendable {
    var node = ExternalID.random()
    var content = ExternalID.random()
    var channel = ExternalID.random()
    var kind = "video"

    /// The body of a start; `extra` adds members (`,"repeat":true`).
    func body(_ extra: String = "") -> String {
        """
        {"node_id":"\(node)","content_id":"\(content)","channel_id":"\(channel)","kind":"\(kind)"\(extra)}
        """
    }
}
