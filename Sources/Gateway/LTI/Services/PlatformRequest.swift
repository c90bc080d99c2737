/// A request to a platform.
struct PlatformRequest: Sendable {
    /// The HTTP method.
    var method: String
    /// The whole URL.
    var url: String
    /// The header fields.
    var headers: [(name: String, value: String)]
    /// The body; empty for none.
    var body: [UInt8]
    /// How long everything may take, from the look-up of the name to the last byte of the answer.
    var deadlineSeconds: Double
    /// The longest answer that is read, in bytes.
    var longestAnswer: Int

    /// Makes a request.
    init(
        method: String = "GET",
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        deadlineSeconds: Double = 10,
        longestAnswer: Int
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadlineSeconds = deadlineSeconds
        self.longestAnswer = longestAnswer
    }
}
