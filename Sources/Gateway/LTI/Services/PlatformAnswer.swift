import Model

/// A platform's answer.
struct PlatformAnswer: Sendable {
    /// The HTTP status.
    let status: Int
    /// The header fields.
    let headers: [(name: String, value: String)]
    /// The body.
    let body: [UInt8]

    /// Makes an answer.
    init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the platform did what it was asked.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The first value of a header field, whose name may be written in any case.
    subscript(name: String) -> String? { values(name).first }

    /// All values of a header field, whose name may be written in any case.
    func values(_ name: String) -> [String] {
        let name = name.lowercased()
        return headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// The seconds after which the platform wants to be asked again, a day at most; nil where it does not say.
    func retryAfterSeconds(now: Timestamp) -> Double? {
        self["Retry-After"].flatMap { RetryAfter.seconds($0, now: now) }
    }
}
