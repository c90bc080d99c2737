import NIOCore
import Synchronization

/// Takes the requests of one event loop's turn together, at the end of the turn, and then sends their answers.
///
/// Reading, answering and sending are different code over different memory; a processor that does one of them for all
/// connections before the next keeps its caches. And an answer that leaves at once wakes its client at once: where both share
/// the machine, the client takes the processor for that one answer. Clients that are woken when all answers are ready find
/// more to do each time.
final class AnswerBatch {
    private let loop: any EventLoop
    private var waiting: [(handler: ConnectionHandler, context: ChannelHandlerContext)] = []
    private var isScheduled = false

    init(loop: any EventLoop) {
        self.loop = loop
    }

    /// Has what a connection received taken at the end of this turn.
    func add(_ handler: ConnectionHandler, _ context: ChannelHandlerContext) {
        waiting.append((handler, context))
        guard !isScheduled else { return }
        isScheduled = true
        // Tasks run when all connections that were ready have been read.
        loop.assumeIsolated().execute { self.run() }
    }

    private func run() {
        isScheduled = false
        // What clients send from now on comes with the next turn.
        let ready = waiting
        waiting.removeAll(keepingCapacity: true)
        for (handler, context) in ready { handler.takeReceived(context) }
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
