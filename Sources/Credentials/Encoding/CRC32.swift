/// CRC-32 as zlib, gzip and PNG compute it (reflected polynomial 0xEDB88320), eight bytes a step.
enum CRC32 {
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var crc: UInt32 = 0xFFFF_FFFF
            var position = 0
            while position + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let mixed = UInt64(littleEndian: word) ^ UInt64(crc)
                crc = 0
                for lane in 0..<8 {
                    let byte = Int(truncatingIfNeeded: mixed >> UInt64(lane * 8)) & 0xFF
                    crc ^= tables[(7 - lane) << 8 | byte]
                }
                position += 8
            }
            while position < bytes.count {
                crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[position])] ^ crc >> 8
                position += 1
            }
            return ~crc
        }
    }

    /// Eight tables of 256: table `n` is the effect of a byte that is followed by `n` zero bytes.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        tables.reserveCapacity(8 * 256)
        for byte in 0..<UInt32(256) {
            var crc = byte
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            tables.append(crc)
        }
        for index in 256..<8 * 256 {
            let previous = tables[index - 256]
            tables.append(tables[Int(previous & 0xFF)] ^ previous >> 8)
        }
        return tables
    }()
}
