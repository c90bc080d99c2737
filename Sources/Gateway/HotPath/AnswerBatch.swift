import NIOCore
import Synchronization

/// Sends the hot answers of one event loop's turn together, at the end of the turn.
///
/// An answer that leaves at once wakes its client at once, and where both share the machine the client takes the processor
/// for that one answer. Clients that are woken when all answers are ready find more to do each time, and cost the loop fewer
/// changes of thread.
final class AnswerBatch {
    private let loop: any EventLoop
    private var waiting: [(handler: ConnectionHandler, context: ChannelHandlerContext)] = []
    private var isScheduled = false

    init(loop: any EventLoop) {
        self.loop = loop
    }

    /// Has a connection's gathered answers sent at the end of this turn.
    func add(_ handler: ConnectionHandler, _ context: ChannelHandlerContext) {
        waiting.append((handler, context))
        guard !isScheduled else { return }
        isScheduled = true
        // Tasks run when all connections that were ready have been read.
        loop.assumeIsolated().execute { self.send() }
    }

    private func send() {
        isScheduled = false
        // A client that reads its answer may be quick, but what it sends next comes with the next turn.
        let ready = waiting
        waiting.removeAll(keepingCapacity: true)
        for (handler, context) in ready { handler.sendAnswers(context) }
    }
}

/// The batches of all event loops.
final class AnswerBatches: Sendable {
    private let batches = Mutex<[ObjectIdentifier: NIOLoopBound<AnswerBatch>]>([:])

    /// The batch of a loop; to be called on it.
    func batch(of loop: any EventLoop) -> AnswerBatch {
        let known = batches.withLock { batches in
            if let known = batches[ObjectIdentifier(loop)] { return known }
            let new = NIOLoopBound(AnswerBatch(loop: loop), eventLoop: loop)
            batches[ObjectIdentifier(loop)] = new
            return new
        }
        return known.value
    }
}
