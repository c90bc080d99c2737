import COpenSSL

/// Whether two byte sequences are equal, in a time that depends on their lengths alone.
///
/// The lengths are compared first: the length of a code or token is no secret.
public func constantTimeEquals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    return lectern_equal(left.baseAddress, right.baseAddress, left.count) == 1
}
