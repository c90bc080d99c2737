import LTI

/// Sends requests to platforms; tests pass their own.
protocol PlatformCalling: Sendable {
    /// Sends a request and gives the whole answer, whatever its status.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - policy: which addresses may be called.
    /// - Returns: the answer.
    /// - Throws: ``PlatformFailure`` when there is none.
    func send(_ request: PlatformRequest, policy: OutgoingPolicy) async throws(PlatformFailure) -> PlatformAnswer
}
