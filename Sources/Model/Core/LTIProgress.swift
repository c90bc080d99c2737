/// How far an LTI user is in a lesson, in what grades and teachers need (contract §7.2).
public struct LTIProgress: Sendable, Equatable {
    /// How far the lesson is.
    public let status: ProgressStatus
    /// From 0 to 100 in hundredths; nil until something scored was seen.
    public let score: Double?
    /// When the first step or item event came.
    public let startedAt: Timestamp?
    /// When it was first completed.
    public let completedAt: Timestamp?
    /// When anything last happened.
    public let lastActivityAt: Timestamp

    /// 100 with a score, nil without one.
    public var maxScore: Double? { score == nil ? nil : 100 }

    /// Makes a record.
    public init(
        status: ProgressStatus,
        score: Double?,
        startedAt: Timestamp?,
        completedAt: Timestamp?,
        lastActivityAt: Timestamp
    ) {
        self.status = status
        self.score = score
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.lastActivityAt = lastActivityAt
    }
}

extension LTIProgress {
    /// Writes what crosses the wire between core and gateway; times in microseconds, since grades are ordered by them.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("status")
            json.string(status.rawValue)
            json.name("score")
            json.number(score)
            json.name("startedAt")
            json.integer(startedAt.map { Int($0.microseconds) })
            json.name("completedAt")
            json.integer(completedAt.map { Int($0.microseconds) })
            json.name("lastActivityAt")
            json.integer(Int(lastActivityAt.microseconds))
        }
    }

    init?(json node: JSONNode) {
        guard let status = node["status"]?.string.flatMap(ProgressStatus.init(rawValue:)),
            let lastActivityAt = node["lastActivityAt"]?.integer
        else { return nil }
        self.init(
            status: status,
            score: node["score"]?.number,
            startedAt: node["startedAt"]?.integer.map { Timestamp(microseconds: Int64($0)) },
            completedAt: node["completedAt"]?.integer.map { Timestamp(microseconds: Int64($0)) },
            lastActivityAt: Timestamp(microseconds: Int64(lastActivityAt))
        )
    }
}
