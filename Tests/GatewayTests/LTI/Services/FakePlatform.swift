import LTI
import Synchronization

@testable import Gateway

/// Platforms without a network: what they are asked is kept, and a test says what they answer.
final class FakePlatform: PlatformCalling {
    typealias Answering = @Sendable (PlatformRequest) async -> Result<PlatformAnswer, PlatformFailure>

    private let answering: Mutex<Answering>
    private let kept = Mutex<[PlatformRequest]>([])

    /// Makes platforms that answer in one way until ``answer(_:)`` says another.
    init(_ answering: @escaping Answering) {
        self.answering = Mutex(answering)
    }

    func answer(_ answering: @escaping Answering) {
        self.answering.withLock { $0 = answering }
    }

    /// What was asked so far.
    var requests: [PlatformRequest] { kept.withLock { $0 } }

    /// How often a path was asked for.
    func count(_ path: String) -> Int { requests.filter { WebURL($0.url)?.path == path }.count }

    func send(_ request: PlatformRequest, policy: OutgoingPolicy) async throws(PlatformFailure) -> PlatformAnswer {
        kept.withLock { $0.append(request) }
        return try await answering.withLock { $0 }(request).get()
    }
}

extension PlatformRequest {
    var path: String { WebURL(url)?.path ?? "" }

    subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension Result where Success == PlatformAnswer, Failure == PlatformFailure {
    /// A status with a body.
    static func answer(_ status: Int, _ text: String = "", headers: [(String, String)] = []) -> Self {
        .success(
            PlatformAnswer(
                status: status,
                headers: headers.map { (name: $0.0, value: $0.1) },
                body: Array(text.utf8)
            )
        )
    }

    /// An access token with a name of its own.
    static func token(_ name: String, seconds: Int = 3_600) -> Self {
        answer(200, #"{"access_token":"\#(name)","token_type":"bearer","expires_in":\#(seconds)}"#)
    }
}

/// Opens once, for all who wait.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }
}
