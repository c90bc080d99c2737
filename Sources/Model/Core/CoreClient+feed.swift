extension CoreClient {
    /// The next piece of the change feed of all organizations.
    ///
    /// - Parameters:
    ///   - sequence: the position after the last piece; nil for the present end of the feed, which names no keys.
    ///   - requestID: for the log.
    /// - Throws: `LecternError` `unavailable` when the core cannot be reached.
    /// - Returns: the piece; its position is `sequence` again where there is nothing after it.
    public func feed(after sequence: Int64?, requestID: String) async throws -> FeedPiece {
        let answer = try await call(
            .get,
            "/internal/feed" + (sequence.map { "?after=\($0)" } ?? ""),
            principal: Principal(organization: .installation, role: .superuser),
            requestID: requestID
        )
        guard let piece = FeedPiece(json: answer) else { throw LecternError.malformedAnswer }
        return piece
    }
}
