public import Storage

extension ProgressCore {
    /// The schema of the progress store, append-only.
    public static let migrations: [Migration] = [
        Migration(
            1,
            "content sessions, summaries, attempts, lesson progress, change feed",
            [
                // learner_id is NULL for a guest's session, which stands alone (rule S19). course_id is '' for embeds: learners
                // have one history per course (design §4).
                """
                CREATE TABLE content_sessions (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    learner_id TEXT,
                    course_id TEXT NOT NULL,
                    lesson_id TEXT,
                    version_id TEXT,
                    node_id TEXT NOT NULL,
                    content_id TEXT NOT NULL,
                    channel_id TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    progress DOUBLE PRECISION NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL)
                """,
                """
                CREATE TABLE content_summaries (
                    learner_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    content_id TEXT NOT NULL,
                    organization_id TEXT NOT NULL,
                    channel_id TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    progress DOUBLE PRECISION NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    extra_fields TEXT NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL,
                    completed_at BIGINT,
                    PRIMARY KEY (learner_id, course_id, content_id))
                """,
                """
                CREATE TABLE attempts (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    session_id TEXT NOT NULL REFERENCES content_sessions (id),
                    learner_id TEXT,
                    item TEXT NOT NULL,
                    correct DOUBLE PRECISION NOT NULL,
                    complete INTEGER NOT NULL,
                    hinted INTEGER NOT NULL,
                    error INTEGER NOT NULL,
                    answer TEXT NOT NULL,
                    simple_answer TEXT NOT NULL,
                    history TEXT NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL,
                    completed_at BIGINT)
                """,
                "CREATE INDEX attempts_by_session ON attempts (session_id)",
                "CREATE INDEX attempts_by_item ON attempts (learner_id, item)",
                """
                CREATE TABLE outlines (
                    version_id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    lesson_id TEXT NOT NULL,
                    outline TEXT NOT NULL)
                """,
                // The key is what the world asks by, so that a poll is one look-up: platform_id is '' for embeds, context_id is ''
                // for a launch without a context.
                """
                CREATE TABLE lesson_progress (
                    number {{sequence}},
                    lesson_id TEXT NOT NULL,
                    platform_id TEXT NOT NULL,
                    learner_key TEXT NOT NULL,
                    context_id TEXT NOT NULL,
                    organization_id TEXT NOT NULL,
                    learner_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    status TEXT NOT NULL,
                    score DOUBLE PRECISION,
                    max_score DOUBLE PRECISION,
                    section_index INTEGER NOT NULL,
                    step_index INTEGER NOT NULL,
                    total_steps INTEGER,
                    progress_data TEXT,
                    variable_state TEXT,
                    items TEXT,
                    user_attributes TEXT,
                    started_at BIGINT,
                    completed_at BIGINT,
                    last_activity_at BIGINT NOT NULL,
                    explicit_members INTEGER NOT NULL,
                    revision BIGINT NOT NULL,
                    changed_at BIGINT NOT NULL,
                    UNIQUE (lesson_id, platform_id, learner_key, context_id))
                """,
                """
                CREATE TABLE lesson_steps_done (
                    lesson_id TEXT NOT NULL,
                    learner_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    node_id TEXT NOT NULL,
                    PRIMARY KEY (lesson_id, learner_id, course_id, node_id))
                """,
                """
                CREATE TABLE lesson_items (
                    lesson_id TEXT NOT NULL,
                    learner_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    item TEXT NOT NULL,
                    place INTEGER NOT NULL,
                    correct DOUBLE PRECISION NOT NULL,
                    max_score DOUBLE PRECISION NOT NULL,
                    attempts INTEGER NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    hinted INTEGER NOT NULL,
                    PRIMARY KEY (lesson_id, learner_id, course_id, item))
                """,
                """
                CREATE TABLE change_feed (
                    sequence {{sequence}},
                    at BIGINT NOT NULL,
                    organization_id TEXT NOT NULL,
                    lesson_id TEXT NOT NULL,
                    platform_id TEXT NOT NULL,
                    learner_key TEXT NOT NULL,
                    context_id TEXT NOT NULL,
                    change TEXT NOT NULL)
                """,
            ]
        )
    ]
}
