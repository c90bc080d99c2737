import Model

/// One numbered, append-only change of a database's schema (design §3).
public struct Migration: Sendable {
    /// Its place in the order; numbers start at 1 and have no gaps.
    public let number: Int
    /// What it does, for the operator's log.
    public let title: String
    /// The statements in order.
    ///
    /// `{{sequence}}` stands for the engine's type of a key that counts up by itself.
    public let statements: [String]

    /// Makes a migration.
    public init(_ number: Int, _ title: String, _ statements: [String]) {
        self.number = number
        self.title = title
        self.statements = statements
    }
}

extension [Migration] {
    /// Applies what is not applied yet, within the caller's transaction.
    ///
    /// - Parameters:
    ///   - connection: a connection that holds the engine's write lock, so that two processes cannot both migrate.
    ///   - sequenceType: what `{{sequence}}` stands for.
    ///   - now: recorded beside each migration.
    /// - Throws: `LecternError` `configuration` when the database was written by a newer release.
    func apply(to connection: any SQLConnection, sequenceType: String, now: Timestamp) throws {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, applied_at BIGINT NOT NULL)
            """,
            []
        )
        let applied = try connection.first("SELECT max(number) FROM schema_migrations", []) { Int($0.integer(0)) } ?? 0
        guard applied <= count else {
            throw LecternError.configuration(
                "The database is at schema \(applied) and this release knows \(count): run the newer release"
            )
        }
        try checkTitles(on: connection)
        for migration in self where migration.number > applied {
            for statement in migration.statements {
                let sql = statement.replacing("{{sequence}}", with: sequenceType)
                try connection.execute(sql, [])
            }
            try connection.execute(
                "INSERT INTO schema_migrations (number, title, applied_at) VALUES (?1, ?2, ?3)",
                [.integer(migration.number), .text(migration.title), .time(now)]
            )
        }
    }

    /// A number that stands for something else here than in the database comes from a version that was never released.
    private func checkTitles(on connection: any SQLConnection) throws {
        let stored = try connection.query("SELECT number, title FROM schema_migrations ORDER BY number", []) {
            (number: Int($0.integer(0)), title: $0.text(1))
        }
        for (number, title) in stored where self[number - 1].title != title {
            throw LecternError.configuration(
                "The database's schema \(number) (\(title)) is not this release's: start with an empty data folder"
            )
        }
    }
}
