import NIOCore
import NIOHTTPTypes

/// Counts the requests that the framework has received and not yet answered on one connection.
final class ExchangeTracker: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Answers that the framework owes.
    private(set) var owed = 0
    /// Since when a request's head has come and its end has not.
    private(set) var receivingSince: NIODeadline?

    private let makeFirst: (ExchangeTracker) -> ConnectionHandler

    /// Makes a tracker that puts the handler which `makeFirst` gives at the front of its pipeline.
    init(makeFirst: @escaping (ExchangeTracker) -> ConnectionHandler) {
        self.makeFirst = makeFirst
    }

    func handlerAdded(context: ChannelHandlerContext) {
        do {
            try context.pipeline.syncOperations.addHandler(makeFirst(self), position: .first)
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            owed += 1
            receivingSince = .now()
        case .body: break
        case .end: receivingSince = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { owed -= 1 }
        context.write(data, promise: promise)
    }
}
