extension UnsafeRawBufferPointer {
    /// Whether a literal lies at `offset`.
    func contains(_ literal: StaticString, at offset: Int) -> Bool {
        guard offset + literal.utf8CodeUnitCount <= count else { return false }
        var differences: UInt8 = 0
        for index in 0..<literal.utf8CodeUnitCount { differences |= self[offset + index] ^ literal.utf8Start[index] }
        return differences == 0
    }
}
