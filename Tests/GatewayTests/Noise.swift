@testable import Gateway

/// Letters that do not pack, the same for the same seed.
func noise(_ count: Int, seed: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    var random = XorShift(seed: UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
    return String((0..<count).map { _ in letters[Int(random.next() >> 32 & 63)] })
}
