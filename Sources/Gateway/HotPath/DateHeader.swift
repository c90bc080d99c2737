import Model

/// The `Date` header of the present second (RFC 9110 §5.6.7), written once a second.
struct DateHeader {
    private(set) var bytes: [UInt8] = []
    private var second: Int64 = -1

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Brings the text up to the present second.
    mutating func update(_ now: Timestamp) {
        guard now.seconds != second else { return }
        second = now.seconds
        // `YYYY-MM-DDThh:mm:ssZ`, from which the parts are taken.
        let iso = Array(Timestamp(seconds: second).description.utf8)
        let month = Int(iso[5] - UInt8(ascii: "0")) * 10 + Int(iso[6] - UInt8(ascii: "0"))
        // 1970-01-01 was a Thursday.
        let weekday = Self.days[Int(second / 86_400 % 7)]
        bytes = Array("\(weekday), ".utf8) + iso[8..<10] + Array(" \(Self.months[month - 1]) ".utf8) + iso[0..<4]
        bytes += Array(" ".utf8) + iso[11..<19] + Array(" GMT".utf8)
    }
}
