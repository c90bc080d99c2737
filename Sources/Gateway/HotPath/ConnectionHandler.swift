import Model
import NIOCore

/// Stands first in a connection's pipeline: answers hot requests from raw bytes, hands everything else on untouched, and
/// closes connections that are idle or too slow.
///
/// A hot answer may be written only while the framework owes none, else answers would change places. So the handler keeps
/// count of the bytes of each request that it hands on, and of the framework's answers (``ExchangeTracker``).
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How the bytes that were handed on stand to requests.
    private enum Framing {
        /// All requests handed on are whole.
        case between
        /// So many bytes of a body are still to come.
        case body(remaining: Int)
        /// The framework alone knows; for the rest of the connection.
        case unknown
    }

    private let hotPath: HotPath?
    private let exchanges: ExchangeTracker
    private let batches: AnswerBatches
    private var batch: AnswerBatch?
    /// Whether the batch has this connection on its list.
    private var isInBatch = false
    private let idleTimeout: TimeAmount
    private let receiveTimeout: TimeAmount

    /// Longer heads are refused here: the framework would close the connection without a word.
    private static let headLimit = 16_384

    private var framing = Framing.between
    /// The start of a head that is not whole yet.
    private var pending = ByteBuffer()
    private var pendingSince: NIODeadline?
    /// Whether a request was refused here; what still comes is thrown away.
    private var isRefused = false
    /// Whether the framework was given bytes since the last end of a read.
    private var hasHandedOn = false
    /// What came in this turn.
    private var received = ByteBuffer()
    private var out = ByteBuffer()
    private var memory = HotPath.ConnectionMemory()
    private var peer: String?
    /// When an answer was last written, or the connection began; what the client sends does not count, since a client that
    /// drips bytes is idle.
    private var lastAnswer = NIODeadline.now()
    private var check: Scheduled<Void>?

    init(
        hotPath: HotPath?,
        exchanges: ExchangeTracker,
        batches: AnswerBatches,
        idleTimeout: TimeAmount,
        receiveTimeout: TimeAmount
    ) {
        self.hotPath = hotPath
        self.exchanges = exchanges
        self.batches = batches
        self.idleTimeout = idleTimeout
        self.receiveTimeout = receiveTimeout
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        peer = context.remoteAddress?.ipAddress
        lastAnswer = .now()
        batch = batches.batch(of: context.eventLoop)
        scheduleCheck(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        // The batch may hold on to the handler for the rest of the turn.
        received.clear()
        out.clear()
        batch = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
        context.fireChannelInactive()
    }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
        let interval = TimeAmount.nanoseconds(min(idleTimeout, receiveTimeout).nanoseconds / 2)
        check = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { self.checkTime(context) }
    }

    private func checkTime(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        let isLate =
            if let since = pendingSince ?? exchanges.receivingSince {
                now - since >= receiveTimeout
            } else {
                // While an answer is owed the client is right to wait.
                exchanges.owed == 0 && now - lastAnswer >= idleTimeout
            }
        guard !isLate else { return context.close(promise: nil) }
        scheduleCheck(context)
    }

    // MARK: Bytes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        var bytes = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = bytes } else { received.writeBuffer(&bytes) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard !isInBatch else { return }
        isInBatch = true
        batch?.add(self, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Whoever hears that the client is done may close the connection, so what it asked for goes first.
        if let event = event as? ChannelEvent, event == .inputClosed {
            takeReceived(context)
            sendAnswers(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Answers or hands on what came in this turn.
    func takeReceived(_ context: ChannelHandlerContext) {
        guard received.readableBytes > 0 else { return }
        var bytes = received
        received = ByteBuffer()
        if pending.readableBytes > 0 {
            pending.writeBuffer(&bytes)
            bytes = pending
            pending = ByteBuffer()
        }
        take(bytes, context)
        // Who was given nothing to read need not hear that it was all.
        guard hasHandedOn else { return }
        hasHandedOn = false
        context.fireChannelReadComplete()
    }

    private func take(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        var bytes = bytes
        while bytes.readableBytes > 0 {
            switch framing {
            case .unknown: handOn(&bytes, bytes.readableBytes, context)
            case .body(let remaining):
                let taken = min(remaining, bytes.readableBytes)
                framing = remaining == taken ? .between : .body(remaining: remaining - taken)
                handOn(&bytes, taken, context)
            case .between:
                guard takeRequest(&bytes, context) else { return }
            }
        }
        pendingSince = nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        lastAnswer = .now()
        context.write(data, promise: promise)
    }

    /// Answers the request at the start of the bytes or hands it on; false when its head is not whole yet.
    private func takeRequest(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        let mayAnswer = exchanges.owed == 0 && exchanges.receivingSince == nil
        var isAnswered = false
        let scan = bytes.withUnsafeReadableBytes { readable in
            let scan = RequestHead.scan(readable)
            if mayAnswer, let hotPath, case .complete(let head) = scan, head.count <= Self.headLimit {
                isAnswered = hotPath.answer(head, readable, peer: peer, memory: &memory, into: &out)
            }
            return scan
        }
        switch scan {
        case .complete(let head) where isAnswered: bytes.moveReaderIndex(forwardBy: head.count)
        case .complete(let head) where mayAnswer && head.count > Self.headLimit: return refuseLongHead(context)
        case .incomplete where mayAnswer && bytes.readableBytes > Self.headLimit: return refuseLongHead(context)
        case .complete(let head) where !head.hasUnclearLength:
            let taken = min(bytes.readableBytes, head.count + head.contentLength)
            let remaining = head.count + head.contentLength - taken
            framing = remaining == 0 ? .between : .body(remaining: remaining)
            handOn(&bytes, taken, context)
        case .incomplete where bytes.readableBytes <= Self.headLimit:
            pending = bytes
            pendingSince = pendingSince ?? .now()
            return false
        case .complete, .incomplete, .unclear:
            framing = .unknown
        }
        return true
    }

    /// Answers a head that is longer than the framework takes: it would close the connection without a word.
    private func refuseLongHead(_ context: ChannelHandlerContext) -> Bool {
        writeAnswers(context)
        let body = "{\"error\":\"The request head must not be larger than \(Self.headLimit) bytes\"}"
        var answer = ByteBuffer()
        answer.writeString(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\n"
                + "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        isRefused = true
        // Closing at once would reset the connection while the client still sends, and the answer could be lost.
        context.close(mode: .output, promise: nil)
        let linger = context.eventLoop.assumeIsolated()
        linger.scheduleTask(in: .seconds(1)) { context.close(promise: nil) }
        return false
    }

    private func handOn(_ bytes: inout ByteBuffer, _ count: Int, _ context: ChannelHandlerContext) {
        guard let slice = bytes.readSlice(length: count) else { return }
        // The framework may answer at once, and must not overtake.
        writeAnswers(context)
        hasHandedOn = true
        context.fireChannelRead(wrapInboundOut(slice))
    }

    /// Sends the hot answers gathered in this turn.
    func sendAnswers(_ context: ChannelHandlerContext) {
        isInBatch = false
        if writeAnswers(context) { context.flush() }
    }

    /// Writes the hot answers gathered so far; whether there were any.
    @discardableResult
    private func writeAnswers(_ context: ChannelHandlerContext) -> Bool {
        guard out.readableBytes > 0 else { return false }
        lastAnswer = .now()
        context.write(wrapOutboundOut(out), promise: nil)
        out.clear()
        return true
    }
}
