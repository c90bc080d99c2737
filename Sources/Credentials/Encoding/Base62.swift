/// Base62 text with the alphabet `0-9A-Za-z`, in that order (contract §2.1).
enum Base62 {
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether every byte is a digit; looks at all of them in any case.
    static func isDigits(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        values.withUnsafeBufferPointer { values in
            var flaws: UInt8 = 0
            for byte in UnsafeRawBufferPointer(rebasing: bytes) { flaws |= values[Int(byte)] }
            return flaws & 0x80 == 0
        }
    }

    /// The number that at most 10 digits write; nil when one of them is none.
    static func number(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64? {
        values.withUnsafeBufferPointer { values in
            var number: UInt64 = 0
            for byte in UnsafeRawBufferPointer(rebasing: bytes) {
                let value = values[Int(byte)]
                guard value < 62 else { return nil }
                number = number * 62 + UInt64(value)
            }
            return number
        }
    }

    /// Writes a number right-aligned, with `0` on the left.
    static func write(_ number: UInt64, to buffer: Slice<UnsafeMutableRawBufferPointer>) {
        let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer)
        var rest = number
        for index in buffer.indices.reversed() {
            buffer[index] = alphabet[Int(rest % 62)]
            rest /= 62
        }
    }

    /// Fills a buffer with random digits, all equally likely.
    static func writeRandom(to buffer: Slice<UnsafeMutableRawBufferPointer>) {
        let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer)
        var position = 0
        while position < buffer.count {
            SecretBytes.random(count: 64).withBytes { random in
                // 248 is the largest multiple of 62 in a byte: taking the rest of more would favour the first digits.
                for byte in random where byte < 248 && position < buffer.count {
                    buffer[position] = alphabet[Int(byte % 62)]
                    position += 1
                }
            }
        }
    }

    /// The value of each byte as a digit, 0xFF for those that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
