public import Storage

extension ProgressCore {
    /// The schema of the progress store, append-only.
    public static let migrations: [Migration] = [
        Migration(
            1,
            "content sessions, summaries, tries, attempts, lesson progress, change feed, rosters",
            [
                // learner_id is NULL for a guest's session, which stands alone (rule S19). course_id is '' for embeds: learners
                // have one history per course (design §4). content_id is the quiz's id for a coach's quiz, which has no node.
                """
                CREATE TABLE content_sessions (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    learner_id TEXT,
                    course_id TEXT NOT NULL,
                    lesson_id TEXT,
                    version_id TEXT,
                    node_id TEXT,
                    content_id TEXT NOT NULL,
                    channel_id TEXT,
                    kind TEXT NOT NULL,
                    quiz_id TEXT,
                    course_session_id TEXT,
                    unit_id TEXT,
                    try_id TEXT,
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
                    id TEXT NOT NULL,
                    organization_id TEXT NOT NULL,
                    channel_id TEXT,
                    kind TEXT NOT NULL,
                    progress DOUBLE PRECISION NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    extra_fields TEXT NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL,
                    completed_at BIGINT,
                    PRIMARY KEY (learner_id, course_id, content_id))
                """,
                // A run at an assessment. What its attempts add up to is kept with it, so that neither an update nor a list has to
                // read them all: their number, the sum of their correctness, and the judgement of rule M10.
                """
                CREATE TABLE tries (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    learner_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    content_id TEXT NOT NULL,
                    level BIGINT NOT NULL,
                    criterion TEXT NOT NULL,
                    evaluated_by TEXT NOT NULL,
                    complete INTEGER NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL,
                    completed_at BIGINT,
                    attempt_count BIGINT NOT NULL,
                    correct_sum DOUBLE PRECISION NOT NULL,
                    judgement TEXT NOT NULL,
                    UNIQUE (learner_id, content_id, course_id, level))
                """,
                "CREATE INDEX tries_by_content ON tries (organization_id, content_id)",
                // scope_id is what attempts belong together by (rules I4, I5): the try; without one the summary; for guests the
                // session.
                """
                CREATE TABLE attempts (
                    number {{sequence}},
                    id TEXT NOT NULL UNIQUE,
                    organization_id TEXT NOT NULL,
                    session_id TEXT NOT NULL,
                    scope_id TEXT NOT NULL,
                    try_id TEXT,
                    learner_id TEXT,
                    course_id TEXT NOT NULL,
                    item TEXT NOT NULL,
                    correct DOUBLE PRECISION NOT NULL,
                    first_correct DOUBLE PRECISION NOT NULL,
                    complete INTEGER NOT NULL,
                    hinted INTEGER NOT NULL,
                    error INTEGER NOT NULL,
                    answer TEXT NOT NULL,
                    simple_answer TEXT NOT NULL,
                    first_entry TEXT NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT NOT NULL,
                    completed_at BIGINT)
                """,
                // Each index is a page of its own for each learner to write, so there are no more than reads need: a learner's
                // attempts are found by their tries and summaries.
                "CREATE INDEX attempts_by_item ON attempts (scope_id, item)",
                "CREATE INDEX attempts_by_start ON attempts (scope_id, started_at)",
                "CREATE INDEX attempts_by_organization ON attempts (organization_id, number)",
                // What followed the first interaction, a row for each: a history in one value would be written anew with each.
                """
                CREATE TABLE attempt_history (
                    attempt BIGINT NOT NULL,
                    place INTEGER NOT NULL,
                    entry TEXT NOT NULL,
                    PRIMARY KEY (attempt, place))
                """,
                // Who is known, and what they are to the whole organization: '' for a learner.
                """
                CREATE TABLE people (
                    learner_id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    name TEXT NOT NULL,
                    role TEXT NOT NULL)
                """,
                """
                CREATE TABLE courses (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    name TEXT NOT NULL,
                    created_at BIGINT NOT NULL)
                """,
                "CREATE INDEX courses_by_organization ON courses (organization_id, created_at)",
                """
                CREATE TABLE learner_groups (
                    id TEXT NOT NULL PRIMARY KEY,
                    organization_id TEXT NOT NULL,
                    course_id TEXT NOT NULL REFERENCES courses (id),
                    name TEXT NOT NULL,
                    created_at BIGINT NOT NULL)
                """,
                "CREATE INDEX learner_groups_by_course ON learner_groups (course_id, created_at)",
                // collection_id names a course or a group; course_id is the group's course, or the course itself.
                """
                CREATE TABLE memberships (
                    collection_id TEXT NOT NULL,
                    learner_id TEXT NOT NULL,
                    role TEXT NOT NULL,
                    organization_id TEXT NOT NULL,
                    course_id TEXT NOT NULL,
                    PRIMARY KEY (collection_id, learner_id, role))
                """,
                "CREATE INDEX memberships_by_learner ON memberships (learner_id, role, course_id)",
                "CREATE INDEX memberships_by_course ON memberships (course_id, role)",
                // What a coach gives to learners: a lesson of the directory, a quiz, or a course session.
                """
                CREATE TABLE assignments (
                    id TEXT NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL,
                    subject_id TEXT NOT NULL,
                    organization_id TEXT NOT NULL,
                    title TEXT NOT NULL,
                    question_count INTEGER,
                    active INTEGER NOT NULL,
                    archived INTEGER NOT NULL,
                    created_at BIGINT NOT NULL)
                """,
                "CREATE INDEX assignments_by_subject ON assignments (kind, subject_id)",
                "CREATE INDEX assignments_by_organization ON assignments (organization_id, created_at)",
                """
                CREATE TABLE assignment_targets (
                    assignment_id TEXT NOT NULL REFERENCES assignments (id),
                    collection_id TEXT NOT NULL,
                    PRIMARY KEY (assignment_id, collection_id))
                """,
                "CREATE INDEX assignment_targets_by_collection ON assignment_targets (collection_id)",
                // Answers to requests with an idempotency key, for whoever lost one on the way.
                """
                CREATE TABLE replays (
                    owner TEXT NOT NULL,
                    idempotency_key TEXT NOT NULL,
                    request_hash TEXT NOT NULL,
                    answer TEXT NOT NULL,
                    at BIGINT NOT NULL,
                    PRIMARY KEY (owner, idempotency_key))
                """,
                "CREATE INDEX replays_by_time ON replays (at)",
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
                    place BIGINT NOT NULL,
                    correct DOUBLE PRECISION NOT NULL,
                    max_score DOUBLE PRECISION NOT NULL,
                    attempts INTEGER NOT NULL,
                    time_spent DOUBLE PRECISION NOT NULL,
                    hinted INTEGER NOT NULL,
                    PRIMARY KEY (lesson_id, learner_id, course_id, item))
                """,
                "CREATE INDEX lesson_items_by_place ON lesson_items (lesson_id, learner_id, course_id, place)",
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
        ),
        Migration(
            2,
            "answers ready in the rows of lesson progress",
            [
                // NULL in rows from before, empty where an answer is written when it is read: of LTI users, with derived
                // items, large.
                "ALTER TABLE lesson_progress ADD COLUMN answer TEXT"
            ]
        ),
        Migration(
            3,
            "what platforms say of members, lesson progress by course",
            [
                // When a platform last said so, in a launch or a roster; 0 for memberships that an operator made.
                "ALTER TABLE memberships ADD COLUMN lti_at BIGINT NOT NULL DEFAULT 0",
                // Without the records of embeds, which are in no course and most of all.
                """
                CREATE INDEX lesson_progress_by_course ON lesson_progress (course_id, lesson_id) WHERE course_id <> ''
                """,
            ]
        ),
    ]
}
