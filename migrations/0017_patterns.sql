-- What repeats in a school's records, and somebody looked at and dismissed. Sealed: type blob.
CREATE TABLE pattern_dismissal (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    -- A keyed hash of what repeats: a kind, a child, a place, an adult.
    pattern_tag TEXT NOT NULL,
    -- The concerns that it stood on when it was dismissed, with spaces between.
    records TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    dismissed_at BIGINT NOT NULL,
    reason blob NOT NULL
);
CREATE INDEX pattern_dismissal_by_pattern ON pattern_dismissal (school_id, pattern_tag, dismissed_at);
