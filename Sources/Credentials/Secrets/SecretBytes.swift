import COpenSSL

/// Bytes that must never be shown: printing, dumping and reflecting them gives a placeholder.
///
/// Copies share one buffer, which is overwritten when the last of them goes. The type is deliberately neither `Encodable`
/// nor `Equatable`; compare with ``constantTimeEquals(_:_:)``.
public struct SecretBytes: Sendable {
    private let storage: Storage

    /// Copies the bytes.
    public init(_ bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Makes `count` bytes, zero at first, that `fill` then writes.
    init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
        storage = Storage(count: count)
        fill(storage.buffer)
    }

    /// Makes bytes of the cryptographic random generator.
    ///
    /// A generator that fails means that the machine has no entropy to give, which ends the process.
    public static func random(count: Int) -> SecretBytes {
        SecretBytes(count: count) { buffer in
            guard lectern_random(buffer.baseAddress, buffer.count) == 1 else {
                preconditionFailure("the random generator failed")
            }
        }
    }

    /// How many bytes there are.
    public var count: Int { storage.buffer.count }

    /// Calls `body` with the bytes; the pointer is good for the duration of the call only.
    public func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeRawBufferPointer(storage.buffer))
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder, never the bytes.
    public var description: String { "SecretBytes(redacted)" }

    /// A placeholder, never the bytes.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Owns the buffer.
///
/// Unchecked because of the pointer: the buffer is written in `SecretBytes.init` only, before anyone else can see it.
private final class Storage: @unchecked Sendable {
    let buffer: UnsafeMutableRawBufferPointer

    init(count: Int) {
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        lectern_cleanse(buffer.baseAddress, buffer.count)
        buffer.deallocate()
    }
}
