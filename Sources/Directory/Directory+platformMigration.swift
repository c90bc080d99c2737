import Storage

extension Directory {
    /// What LTI platforms brought: registrations, logins, launches, rosters and grades.
    static let platformMigration = Migration(
        3,
        "platforms, launches, grades",
        [
            // `platforms` names whose users and courses those of a platform are; this, how to talk to one.
            """
            CREATE TABLE registrations (
                platform_id TEXT NOT NULL PRIMARY KEY REFERENCES platforms (id),
                organization_id TEXT NOT NULL REFERENCES organizations (id),
                name TEXT NOT NULL,
                issuer TEXT NOT NULL,
                client_id TEXT NOT NULL,
                learns_deployments INTEGER NOT NULL,
                auth_endpoint TEXT NOT NULL,
                token_endpoint TEXT NOT NULL,
                token_audience TEXT,
                key_source TEXT NOT NULL,
                key_value TEXT NOT NULL,
                is_local INTEGER NOT NULL,
                allows_anonymous INTEGER NOT NULL,
                keeps_names INTEGER NOT NULL,
                product TEXT,
                is_active INTEGER NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (issuer, client_id))
            """,
            "CREATE INDEX registrations_by_organization ON registrations (organization_id, created_at)",
            """
            CREATE TABLE deployments (
                sequence {{sequence}},
                platform_id TEXT NOT NULL REFERENCES platforms (id),
                deployment_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                UNIQUE (platform_id, deployment_id))
            """,
            """
            CREATE TABLE invitations (
                id TEXT NOT NULL PRIMARY KEY,
                organization_id TEXT NOT NULL REFERENCES organizations (id),
                is_local INTEGER NOT NULL,
                name TEXT,
                code_digest TEXT NOT NULL UNIQUE,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                claimed_at BIGINT)
            """,
            // Numbered by arrival: the oldest are found without another index.
            """
            CREATE TABLE logins (
                sequence {{sequence}},
                state TEXT NOT NULL UNIQUE,
                nonce TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                deployment_hint TEXT,
                target_link_uri TEXT NOT NULL,
                storage_target TEXT,
                binding TEXT NOT NULL,
                hints TEXT,
                created_at BIGINT NOT NULL,
                consumed_at BIGINT,
                holds_token INTEGER NOT NULL DEFAULT 0)
            """,
            """
            CREATE TABLE held_tokens (
                sequence {{sequence}},
                state TEXT NOT NULL UNIQUE,
                token TEXT NOT NULL,
                created_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE contexts (
                platform_id TEXT NOT NULL,
                deployment_id TEXT NOT NULL,
                context_id TEXT NOT NULL,
                context_key TEXT NOT NULL,
                title TEXT,
                course_id TEXT NOT NULL REFERENCES courses (id),
                created_at BIGINT NOT NULL,
                PRIMARY KEY (platform_id, deployment_id, context_id),
                UNIQUE (platform_id, context_key))
            """,
            """
            CREATE TABLE resource_links (
                id TEXT NOT NULL PRIMARY KEY,
                organization_id TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                deployment_id TEXT NOT NULL,
                link_id TEXT NOT NULL,
                title TEXT,
                lesson_id TEXT,
                course_id TEXT NOT NULL,
                context_key TEXT NOT NULL,
                line_item TEXT,
                line_items TEXT,
                scopes TEXT NOT NULL,
                line_item_owner TEXT,
                line_item_until BIGINT,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (platform_id, deployment_id, link_id))
            """,
            """
            CREATE TABLE roster_sources (
                course_id TEXT NOT NULL PRIMARY KEY REFERENCES courses (id),
                organization_id TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                deployment_id TEXT NOT NULL,
                context_id TEXT NOT NULL,
                context_key TEXT NOT NULL,
                memberships TEXT NOT NULL,
                differences TEXT,
                synced_at BIGINT,
                leased_until BIGINT,
                created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX roster_sources_by_platform ON roster_sources (organization_id, platform_id, created_at)",
            """
            CREATE TABLE launch_sessions (
                id TEXT NOT NULL PRIMARY KEY,
                organization_id TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                deployment_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                context_key TEXT NOT NULL,
                learner_id TEXT NOT NULL,
                course_id TEXT NOT NULL,
                role TEXT NOT NULL,
                purpose TEXT NOT NULL,
                is_test_user INTEGER NOT NULL,
                lesson_id TEXT,
                link_id TEXT,
                details TEXT NOT NULL,
                ticket_digest TEXT NOT NULL,
                secret_digest TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                redeemed_at BIGINT,
                finished_at BIGINT,
                revoked_at BIGINT)
            """,
            """
            CREATE UNIQUE INDEX launch_sessions_by_ticket ON launch_sessions (ticket_digest)
            WHERE redeemed_at IS NULL
            """,
            "CREATE INDEX launch_sessions_by_end ON launch_sessions (expires_at)",
            // Numbered, so that all can be gone through in the order in which they are stored.
            """
            CREATE TABLE grades (
                sequence {{sequence}},
                id TEXT NOT NULL UNIQUE,
                organization_id TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                link_id TEXT NOT NULL REFERENCES resource_links (id),
                user_id TEXT NOT NULL,
                lesson_id TEXT NOT NULL,
                context_key TEXT NOT NULL,
                wanted BIGINT NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                is_dead INTEGER NOT NULL DEFAULT 0,
                due_at BIGINT,
                lease_owner TEXT,
                leased_until BIGINT,
                last_timestamp BIGINT,
                last_sent TEXT,
                is_fully_graded INTEGER NOT NULL DEFAULT 0,
                last_status INTEGER,
                last_error TEXT,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (link_id, user_id))
            """,
            """
            CREATE INDEX grades_by_progress
            ON grades (organization_id, lesson_id, platform_id, user_id, context_key)
            """,
            "CREATE INDEX grades_by_update ON grades (organization_id, updated_at)",
            // Few of many rows are in these at a time.
            "CREATE INDEX grades_due ON grades (platform_id, due_at) WHERE due_at IS NOT NULL",
            "CREATE INDEX grades_leased ON grades (platform_id, lease_owner) WHERE lease_owner IS NOT NULL",
            "CREATE INDEX grades_dead ON grades (organization_id, updated_at) WHERE is_dead = 1",
            """
            CREATE TABLE delivery_attempts (
                sequence {{sequence}},
                delivery_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                outcome TEXT NOT NULL,
                status INTEGER,
                reason TEXT)
            """,
            "CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, sequence)",
            """
            CREATE TABLE feed_positions (
                reader TEXT NOT NULL PRIMARY KEY,
                position BIGINT NOT NULL)
            """,
            // Previews of platforms and visitors without a name: in no list of a course's learners.
            "ALTER TABLE learners ADD COLUMN is_uncounted INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX learners_uncounted ON learners (platform_id) WHERE is_uncounted = 1",
            // What users, courses and links were called under LTI 1.1, as platforms have proved.
            """
            CREATE TABLE legacy_names (
                organization_id TEXT NOT NULL,
                platform_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                legacy_name TEXT NOT NULL,
                consumer_key TEXT NOT NULL,
                recorded_at BIGINT NOT NULL,
                PRIMARY KEY (platform_id, kind, name))
            """,
        ]
    )
}
