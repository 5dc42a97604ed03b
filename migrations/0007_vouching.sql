-- Who lets whom in, so that nobody does it alone.

-- Who invited somebody or brought their account back ('account'), and who gave them user groups last
-- ('user_groups'): they do not approve that person's first key.
CREATE TABLE let_in (
    person_id TEXT NOT NULL REFERENCES person (id),
    act TEXT NOT NULL,
    let_in_by TEXT NOT NULL REFERENCES person (id),
    let_in_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, act)
);
ALTER TABLE person ADD COLUMN brought_back_at BIGINT;

-- When a key was approved that waits again.
ALTER TABLE security_key ADD COLUMN approved_once_at BIGINT;
-- Who returned it after it was reported lost; somebody else approves it.
ALTER TABLE security_key ADD COLUMN returned_by TEXT;
-- The recovery by two people that ended it for good.
ALTER TABLE security_key ADD COLUMN ended_by_recovery TEXT;

-- Whose keys somebody reported lost for them: not those of many people in one day.
CREATE TABLE loss_report (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    reported_by TEXT NOT NULL REFERENCES person (id),
    reported_at BIGINT NOT NULL
);
CREATE INDEX loss_report_by_reporter ON loss_report (reported_by, reported_at);
