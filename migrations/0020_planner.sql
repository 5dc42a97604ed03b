-- What is due: the address of a person's calendar feed, and on which days they were reminded.
CREATE TABLE planner_feed (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL
);
CREATE TABLE planner_reminder (
    person_id TEXT NOT NULL REFERENCES person (id),
    -- yyyy-mm-dd
    day TEXT NOT NULL,
    PRIMARY KEY (person_id, day)
);
CREATE INDEX action_by_school ON action (school_id, state, due_on);
