import Model

/// The id of a request: the caller's if it is well formed, else a random one (contract §1).
enum RequestIdentity {
    static func id(given: String?) -> String {
        guard let given, isWellFormed(given.utf8) else { return random() }
        return given
    }

    /// 1–64 characters of `A-Z a-z 0-9 . _ -`.
    static func isWellFormed(_ bytes: some Collection<UInt8>) -> Bool {
        (1...64).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Sixteen hex digits.
    static func random() -> String {
        var value = UInt64.random(in: .min ... .max)
        return String(unsafeUninitializedCapacity: 16) { bytes in
            for index in 0..<16 {
                bytes[index] = lowerHexDigit(UInt8(truncatingIfNeeded: value & 15))
                value >>= 4
            }
            return 16
        }
    }
}
