public import Storage

extension Directory {
    /// The schema of the directory store, append-only.
    public static let migrations: [Migration] = [
        Migration(
            1,
            "organizations, API tokens, lessons, identities, audit",
            [
                """
                CREATE TABLE organizations (
                    id TEXT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    is_guest INTEGER NOT NULL DEFAULT 0,
                    created_at BIGINT NOT NULL)
                """,
                """
                CREATE TABLE api_tokens (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL REFERENCES organizations (id),
                    name TEXT NOT NULL,
                    public_key TEXT NOT NULL UNIQUE,
                    token_mac TEXT NOT NULL,
                    pepper_version INTEGER NOT NULL,
                    secret_last4 TEXT NOT NULL,
                    scopes TEXT NOT NULL,
                    allowed_ips TEXT,
                    rate_limit INTEGER,
                    created_by TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    expires_at BIGINT,
                    revoked_at BIGINT,
                    last_used_at BIGINT,
                    replaced_by TEXT)
                """,
                "CREATE INDEX api_tokens_by_organization ON api_tokens (organization_id, created_at)",
                """
                CREATE TABLE api_token_addresses (
                    token_id TEXT NOT NULL REFERENCES api_tokens (id),
                    address TEXT NOT NULL,
                    first_used_at BIGINT NOT NULL,
                    PRIMARY KEY (token_id, address))
                """,
                """
                CREATE TABLE lessons (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL REFERENCES organizations (id),
                    title TEXT NOT NULL,
                    tags TEXT NOT NULL,
                    published_version_id TEXT,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL)
                """,
                "CREATE INDEX lessons_by_update ON lessons (organization_id, updated_at, id)",
                """
                CREATE TABLE lesson_versions (
                    id TEXT NOT NULL PRIMARY KEY,
                    lesson_id TEXT NOT NULL REFERENCES lessons (id),
                    number INTEGER NOT NULL,
                    title TEXT NOT NULL,
                    tags TEXT NOT NULL,
                    document TEXT NOT NULL,
                    outline TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    published_at BIGINT,
                    UNIQUE (lesson_id, number))
                """,
                """
                CREATE TABLE platforms (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL REFERENCES organizations (id),
                    created_at BIGINT NOT NULL)
                """,
                """
                CREATE TABLE learners (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL REFERENCES organizations (id),
                    platform_id TEXT NOT NULL,
                    external_id TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    UNIQUE (organization_id, platform_id, external_id))
                """,
                """
                CREATE TABLE courses (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL REFERENCES organizations (id),
                    platform_id TEXT NOT NULL,
                    context_id TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    UNIQUE (organization_id, platform_id, context_id))
                """,
                """
                CREATE TABLE audit (
                    sequence {{sequence}},
                    at BIGINT NOT NULL,
                    organization_id TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    action TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    address TEXT)
                """,
                "CREATE INDEX audit_by_organization ON audit (organization_id, sequence)",
            ]
        ),
        Migration(
            2,
            "allowed origins",
            [
                // A JSON array; null for any origin.
                "ALTER TABLE organizations ADD COLUMN allowed_origins TEXT"
            ]
        ),
        platformMigration,
    ]
}
