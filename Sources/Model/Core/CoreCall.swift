/// One call from a gateway to the progress core.
public struct CoreRequest: Sendable {
    /// The methods that the core knows.
    public enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Creates.
        case post = "POST"
        /// Updates.
        case put = "PUT"
    }

    /// The method.
    public let method: Method
    /// Path and query as they go on the wire, percent-encoded.
    public let target: String
    /// The media type of the body, as the caller sent it; nil for none.
    public let contentType: String?
    /// The body.
    public let body: [UInt8]
    /// Who calls.
    public var principal: Principal
    /// The request id, for the log.
    public let requestID: String
    /// The caller's idempotency key, as it was given; nil for none.
    public let idempotencyKey: String?

    /// Makes a call.
    public init(
        method: Method,
        target: String,
        contentType: String? = nil,
        body: [UInt8] = [],
        principal: Principal,
        requestID: String,
        idempotencyKey: String? = nil
    ) {
        self.method = method
        self.target = target
        self.contentType = contentType
        self.body = body
        self.principal = principal
        self.requestID = requestID
        self.idempotencyKey = idempotencyKey
    }
}

/// The core's answer: a status and a JSON body.
public struct CoreResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The strong entity tag of the body, with quotes, where it has one.
    public let entityTag: String?
    /// Seconds after which to try again, with a 503.
    public let retryAfterSeconds: Int?
    /// The JSON body.
    public let body: [UInt8]

    /// Makes an answer.
    public init(status: Int, entityTag: String? = nil, retryAfterSeconds: Int? = nil, body: [UInt8]) {
        self.status = status
        self.entityTag = entityTag
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

/// How a gateway reaches the core: in its own process or over HTTP, with the same answers (design §2).
public protocol CoreClient: Sendable {
    /// Sends one call and gives the core's answer.
    ///
    /// - Throws: ``LecternError`` `unavailable` when the core cannot be reached or does not answer in time.
    func respond(to request: CoreRequest) async throws -> CoreResponse

    /// Reads that need no waiting, where core and gateway share a process; nil where they do not.
    var immediateProgress: (any ImmediateProgress)? { get }
}

/// Reads of lesson progress that answer on the caller's thread, for the hot path (design §8).
public protocol ImmediateProgress: Sendable {
    /// Differs from every earlier value after any process has committed to the progress store.
    var stamp: UInt64 { get }

    /// What has changed since a position in the change feed.
    func changes(after sequence: Int64) throws -> ProgressChanges

    /// The public form of one embed learner's record, or nil.
    func embedProgress(
        organization: OrganizationID,
        lesson: LessonID,
        learner: String
    ) throws -> EncodedProgress?
}

/// A piece of the change feed.
public struct ProgressChanges: Sendable {
    /// The position after this piece.
    public let sequence: Int64
    /// The records that changed; nil when there were too many to name.
    public let keys: [ProgressKey]?

    /// Makes a piece.
    public init(sequence: Int64, keys: [ProgressKey]?) {
        self.sequence = sequence
        self.keys = keys
    }
}

/// Signs and checks the calls between gateway and core with the internal key (design §2).
public protocol CallSigning: Sendable {
    /// The value of the principal header for a call.
    func sign(_ request: CoreRequest, expires: Timestamp) -> String

    /// The principal of a call whose header proves that a gateway made exactly this call; nil otherwise.
    func verify(header: String, method: String, target: String, body: [UInt8], at now: Timestamp) -> Principal?
}
