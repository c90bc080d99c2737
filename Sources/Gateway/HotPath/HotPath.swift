import Directory
import Metrics
import Model
import NIOCore

/// Answers progress reads on the event loop, from memory (design §8).
///
/// The same answers come from the framework's routes.
final class HotPath: Sendable {
    static let route = "/api/public/lessons/{lessonId}/progress/{learnerId}"

    private let gateway: Gateway
    private let cache: ProgressCache

    /// Makes the hot path; nil where it is switched off or the core is in another process.
    init?(_ gateway: Gateway) {
        guard gateway.settings.hotPath, let source = gateway.core.immediateProgress,
            gateway.directory.immediateReads != nil
        else { return nil }
        self.gateway = gateway
        cache = ProgressCache(source: source, bytes: gateway.settings.cacheBytes)
    }

    /// Answers a request if it is one for the hot path; false leaves it to the framework, with nothing done.
    ///
    /// - Parameters:
    ///   - head: the request, which has no body.
    ///   - bytes: what `head` refers to.
    ///   - peer: the address of the connection; nil for a Unix socket.
    ///   - memory: what the connection keeps from answer to answer.
    ///   - out: where the answer is appended.
    /// - Returns: whether the answer was appended.
    func answer(
        _ head: RequestHead,
        _ bytes: UnsafeRawBufferPointer,
        peer: String?,
        memory: inout ConnectionMemory,
        into out: inout ByteBuffer
    ) -> Bool {
        guard !head.needsFramework, head.contentLength == 0, bytes.matches("GET", at: head.method.lowerBound),
            head.method.count == 3, let target = ProgressTarget(head.target, in: bytes),
            let credential = head.authorization, let token = Self.token(credential, bytes)
        else { return false }
        let start = ContinuousClock.now
        let address = { self.gateway.addresses.client(peer: peer, forwarded: Self.forwarded(head, bytes)) }
        // What is refused or fails is answered by the framework, which tries again and has the words for it.
        guard
            case .valid(let known)? = try? gateway.tokens.verifyImmediately(
                bytes.part(token),
                address: address
            ),
            known.record.scopes.contains(.progressRead), known.record.allowedIPs == nil,
            let answer = try? cache.answer(
                organization: known.record.organization,
                lesson: target.lesson,
                learner: bytes.text(target.learner)
            ),
            var rate = try? Taken(gateway.rates.take(known.record))
        else { return false }
        var status = 200
        if let condition = head.ifNoneMatch, matches(bytes, condition, answer.entityTag) {
            status = 304
            rate.state = gateway.rates.giveBack(known.record)
        }
        memory.date.update(gateway.clock.now())
        write(status, answer, rate.state, head, bytes, &memory, into: &out)
        let duration = ContinuousClock.now - start
        gateway.metrics.hotPath.count(status: status, duration: duration)
        if gateway.settings.accessLog == .all {
            AccessLog.write(
                method: "GET",
                route: Self.route,
                path: bytes.text(head.target),
                status: status,
                duration: duration,
                address: address(),
                requestID: head.requestID.map(bytes.text) ?? ""
            )
        }
        return true
    }

    /// What a connection keeps from answer to answer.
    struct ConnectionMemory {
        var date = DateHeader()
        /// For request ids, which need be different and not secret; the system's generator is a system call each time.
        var random = XorShift(seed: .random(in: 1 ... .max))
    }

    /// Tells a token without a limit, whose state is nil, from a refusal inside one `guard`.
    private struct Taken {
        var state: RateLimiter.State?

        init(_ state: RateLimiter.State?) { self.state = state }
    }

    /// The place of the token in `Bearer <token>`; nil for what is not spelled that way.
    private static func token(_ value: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        let scheme = value.lowerBound..<min(value.lowerBound + 6, value.upperBound)
        guard value.count > 7, bytes.matches("bearer", in: scheme), bytes[value.lowerBound + 6] == 0x20 else {
            return nil
        }
        return value.lowerBound + 7..<value.upperBound
    }

    private static func forwarded(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> [String] {
        head.forwardedFor.map { [bytes.text($0)] } ?? []
    }

    /// Compares the usual single tag in place; anything else in full.
    private func matches(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ tag: ArraySlice<UInt8>) -> Bool {
        if range.count == tag.count, bytes.part(range).elementsEqual(tag) { return true }
        return EntityTag.matches([bytes.text(range)], String(decoding: tag, as: UTF8.self))
    }

    // MARK: Write

    private static let ok: StaticString = """
        HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 
        """
    private static let notModified: StaticString = "HTTP/1.1 304 Not Modified"
    private static let caching: StaticString = """
        \r\nCache-Control: private, no-cache\r\nVary: Authorization\r\nETag: 
        """

    private func write(
        _ status: Int,
        _ answer: EncodedProgress,
        _ rate: RateLimiter.State?,
        _ head: RequestHead,
        _ bytes: UnsafeRawBufferPointer,
        _ memory: inout ConnectionMemory,
        into out: inout ByteBuffer
    ) {
        if status == 200 {
            out.writeStaticString(Self.ok)
            out.writeDecimal(answer.body.count)
        } else {
            out.writeStaticString(Self.notModified)
        }
        out.writeStaticString(Self.caching)
        out.writeBytes(answer.entityTag)
        if let rate {
            out.writeStaticString("\r\nRateLimit-Policy: \"token\";q=")
            out.writeDecimal(rate.quota)
            out.writeStaticString(";w=60\r\nRateLimit: \"token\";r=")
            out.writeDecimal(rate.remaining)
            out.writeStaticString(";t=")
            out.writeDecimal(rate.resetSeconds)
        }
        out.writeStaticString("\r\nX-Request-Id: ")
        if let given = head.requestID, RequestIdentity.isWellFormed(bytes.part(given)) {
            out.writeBytes(bytes.part(given))
        } else {
            out.writeHex(memory.random.next())
        }
        out.writeStaticString("\r\nDate: ")
        out.writeBytes(memory.date.bytes)
        out.writeStaticString("\r\n\r\n")
        if status == 200 { out.writeBytes(answer.body) }
    }
}

/// A small generator of numbers that look random (Marsaglia, "Xorshift RNGs", 64 bits).
struct XorShift {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension ByteBuffer {
    /// Sixteen hex digits.
    fileprivate mutating func writeHex(_ value: UInt64) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: 16) { bytes in
            for index in 0..<16 {
                bytes[index] = lowerHexDigit(UInt8(truncatingIfNeeded: value >> UInt64(index * 4)) & 15)
            }
            return 16
        }
    }

    /// A number from 0 to a quintillion.
    fileprivate mutating func writeDecimal(_ value: Int) {
        var count = 1
        var limit = 10
        while value >= limit {
            count += 1
            limit *= 10
        }
        writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            var rest = value
            for index in stride(from: count - 1, through: 0, by: -1) {
                bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            return count
        }
    }
}
