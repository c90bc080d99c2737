import Model
import Storage

/// A request with an idempotency key: the same request again gets the first one's answer and changes nothing.
struct Replay: Sendable {
    /// In characters.
    static let keyLimit = 255
    /// How long an answer is kept, in seconds.
    static let retentionSeconds = 24.0 * 3_600

    private let owner: String
    private let key: String
    private let hash: String

    /// The replay of a request; nil for a request without a key.
    ///
    /// Keys belong to their caller, so nobody meets another's answer. Guests are not told apart: theirs belong to the session,
    /// whose id only its guest knows, and a guest's start has no replay.
    /// - Throws: ``LoggerRefusal`` `fields` for a key that is empty, too long or not of visible ASCII characters.
    init?(_ request: CoreRequest) throws(LoggerRefusal) {
        guard let key = request.idempotencyKey else { return nil }
        guard (1...Self.keyLimit).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let message = "Must be 1 to \(Self.keyLimit) visible ASCII characters."
            throw .fields([FieldProblem(field: "Idempotency-Key", code: .invalid, message: message)])
        }
        let principal = request.principal
        if let person = principal.person {
            owner = "\(principal.organization) \(person.learner) \(person.course?.description ?? "")"
        } else {
            guard request.method == .put else { return nil }
            owner = "\(principal.organization) \(request.target)"
        }
        self.key = key
        var fingerprint = Fingerprint()
        fingerprint.add(request.method.rawValue.utf8)
        fingerprint.add(request.target.utf8)
        fingerprint.add(request.body)
        // The credential fixes a lesson that the body need not name.
        if let lesson = principal.lesson?.lesson { fingerprint.add(lesson.description.utf8) }
        hash = fingerprint.text
    }

    /// Runs what a request asks for, unless its key has an answer already.
    ///
    /// - Parameters:
    ///   - replay: the request's key; nil runs it in any case.
    ///   - now: when the answer is stored.
    ///   - connection: the transaction that the request is part of, so that answer and effect are stored together.
    ///   - body: what the request asks for.
    /// - Throws: ``LoggerRefusal`` `keyReused` when the key belongs to another request; what `body` throws, which leaves
    ///   the key free.
    /// - Returns: the answer, be it new or the first one's.
    static func once(
        _ replay: Replay?,
        at now: Timestamp,
        _ connection: any SQLConnection,
        _ body: () throws -> JSONText
    ) throws -> JSONText {
        guard let replay else { return try body() }
        let known = try connection.first(
            "SELECT request_hash, answer FROM replays WHERE owner = ?1 AND idempotency_key = ?2",
            [.text(replay.owner), .text(replay.key)]
        ) { (hash: $0.text(0), answer: JSONText(trusted: $0.text(1))) }
        if let known {
            guard known.hash == replay.hash else { throw LoggerRefusal.keyReused }
            return known.answer
        }
        let answer = try body()
        try connection.execute(
            "INSERT INTO replays (owner, idempotency_key, request_hash, answer, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            [.text(replay.owner), .text(replay.key), .text(replay.hash), .json(answer), .time(now)]
        )
        return answer
    }

    /// Drops answers that nobody waits for any more, some at a time.
    ///
    /// - Returns: how many.
    static func prune(at now: Timestamp, _ connection: any SQLConnection) throws -> Int {
        try connection.execute(
            """
            DELETE FROM replays WHERE at < ?1 AND at <= (
                SELECT max(at) FROM (SELECT at FROM replays ORDER BY at LIMIT 10000) oldest)
            """,
            [.time(now.adding(seconds: -retentionSeconds))]
        )
    }
}

/// Tells requests apart by two 64-bit FNV-1a sums over the same bytes from different starts.
///
/// Whoever makes two requests look alike gets their own earlier answer.
private struct Fingerprint {
    private var first: UInt64 = 0xcbf2_9ce4_8422_2325
    private var second: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            second = (second ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        // The end of a part, which no byte is.
        first = (first ^ 0x100) &* 0x0000_0100_0000_01B3
        second = (second ^ 0x100) &* 0x0000_0100_0000_01B3
    }

    var text: String { "\(String(first, radix: 16)) \(String(second, radix: 16))" }
}
