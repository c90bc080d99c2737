import Model

/// Reads `Retry-After` headers (RFC 9110, section 10.2.3).
enum RetryAfter {
    private static let longest = 86_400.0
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The seconds from now on, a day at most; nil for what is neither a number of seconds nor a date.
    static func seconds(_ text: String, now: Timestamp) -> Double? {
        let seconds = Double(text) ?? date(text).map { Double($0.microseconds - now.microseconds) / 1_000_000 }
        guard let seconds, seconds.isFinite else { return nil }
        // A number below zero is none; a date may have passed.
        return seconds < 0 && Double(text) != nil ? nil : min(max(seconds, 0), longest)
    }

    /// A date as servers must write it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
