import Model
import Storage

/// Keeps logins until their launches arrive (LTI rule L3): at most 10 minutes, and no more than there is room for.
public struct LoginRepository: Sendable {
    /// How many logins are kept; the oldest go first.
    public static let limit = 100_000
    /// How long a login waits for its launch, in seconds.
    public static let lifetimeSeconds = 600

    /// What is kept, and how often that is looked at.
    struct Limits: Sendable {
        var logins = LoginRepository.limit
        /// A token can have 256 KiB.
        var heldTokens = 1_024
        /// Looked at with each login whose number this divides.
        var checkedEvery = 256
    }

    private let store: any Store
    private let clock: WallClock
    private let limits: Limits

    init(store: any Store, clock: WallClock, limits: Limits = Limits()) {
        self.store = store
        self.clock = clock
        self.limits = limits
    }

    private static let insertion = """
        INSERT INTO logins (
            state, nonce, platform_id, deployment_hint, target_link_uri, storage_target, binding, hints,
            created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING sequence
        """
    private static let lookup = """
        SELECT login.state, login.nonce, login.platform_id, login.deployment_hint, login.target_link_uri,
            login.storage_target, login.binding, login.hints, login.created_at, login.consumed_at, held.token
        FROM logins login LEFT JOIN held_tokens held ON held.state = login.state
        WHERE login.state = ?1 AND login.created_at >= ?2
        """
    private static let consumption = """
        UPDATE logins SET consumed_at = ?2
        WHERE state = ?1 AND consumed_at IS NULL AND created_at >= ?3 RETURNING holds_token
        """

    /// Stores a login.
    ///
    /// - Throws: `StorageError`; `constraint` when its state is taken.
    public func insert(_ login: StoredLogin) async throws {
        let limits = limits
        try await store.write { connection in
            let number = try connection.first(
                Self.insertion,
                [
                    .text(login.state), .text(login.nonce), .text(login.platformID), .text(login.deploymentHint),
                    .text(login.targetLinkURI), .text(login.storageTarget), .text(login.binding),
                    .json(login.hints), .time(login.createdAt),
                ]
            ) { $0.integer(0) }
            guard let number, number % Int64(limits.checkedEvery) == 0 else { return }
            // Numbers have no gaps to speak of, so they tell how many there are.
            try connection.execute("DELETE FROM logins WHERE sequence <= ?1", [.integer(Int(number) - limits.logins)])
        }
    }

    /// The login of a state, consumed ones included; nil when it is unknown or older than 10 minutes.
    ///
    /// - Throws: `StorageError`.
    public func find(_ state: String) async throws -> FoundLogin? {
        let earliest = Self.earliest(clock.now())
        return try await store.readSoon { connection in
            try connection.first(Self.lookup, [.text(state), .time(earliest)]) { row in
                let login = StoredLogin(
                    state: row.text(0),
                    nonce: row.text(1),
                    platformID: row.text(2),
                    deploymentHint: row.optionalText(3),
                    targetLinkURI: row.text(4),
                    storageTarget: row.optionalText(5),
                    binding: row.text(6),
                    hints: row.optionalJSON(7),
                    createdAt: row.time(8)
                )
                return FoundLogin(login: login, isConsumed: !row.isNull(9), heldToken: row.optionalText(10))
            }
        }
    }

    /// Uses a login up: true for exactly one caller.
    ///
    /// The row stays, without a held token, so that a replay is told from an unknown state.
    ///
    /// - Throws: `StorageError`.
    public func consume(_ state: String) async throws -> Bool {
        let now = clock.now()
        return try await store.write { try Self.consume(state, at: now, $0) }
    }

    /// Uses a login up within the transaction of what it is used for.
    static func consume(_ state: String, at now: Timestamp, _ connection: any SQLConnection) throws -> Bool {
        let holdsToken = try connection.first(consumption, [.text(state), .time(now), .time(earliest(now))]) {
            $0.integer(0) != 0
        }
        guard let holdsToken else { return false }
        if holdsToken { try connection.execute("DELETE FROM held_tokens WHERE state = ?1", [.text(state)]) }
        return true
    }

    /// Keeps a launch's token under its login until the browser's storage is checked; a later one takes its place.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: false, with nothing kept, when the login is unknown, too old or used up.
    @discardableResult
    public func hold(_ token: String, under state: String) async throws -> Bool {
        let now = clock.now()
        let limit = limits.heldTokens
        return try await store.write { connection in
            let isLive = try connection.execute(
                "UPDATE logins SET holds_token = 1 WHERE state = ?1 AND consumed_at IS NULL AND created_at >= ?2",
                [.text(state), .time(Self.earliest(now))]
            )
            guard isLive > 0 else { return false }
            let number = try connection.first(
                """
                INSERT INTO held_tokens (state, token, created_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (state) DO UPDATE SET token = excluded.token, created_at = excluded.created_at
                RETURNING sequence
                """,
                [.text(state), .text(token), .time(now)]
            ) { Int($0.integer(0)) }
            guard let number else { return true }
            try connection.execute("DELETE FROM held_tokens WHERE sequence <= ?1", [.integer(number - limit)])
            return true
        }
    }

    /// Deletes logins and tokens that are too old, in pieces.
    ///
    /// - Throws: `StorageError`.
    /// - Returns: how many rows went.
    public func sweep() async throws -> Int {
        let earliest = Self.earliest(clock.now())
        var deleted = 0
        for table in ["held_tokens", "logins"] {
            deleted += try await store.changeInPieces(
                """
                DELETE FROM \(table) WHERE created_at < ?1
                    AND sequence IN (SELECT sequence FROM \(table) ORDER BY sequence LIMIT \(SweepPiece.rows))
                """,
                [.time(earliest)]
            )
        }
        return deleted
    }

    private static func earliest(_ now: Timestamp) -> Timestamp { now.adding(seconds: -Double(lifetimeSeconds)) }
}
