-- What people see of their sessions and of attempts that failed, and what they were told of.

-- The passkey that began it, without the password; such a session ends when the passkey is lost.
ALTER TABLE session ADD COLUMN begun_by_key_id TEXT;
-- Why it ended; empty for one that ended before this was noted.
ALTER TABLE session ADD COLUMN ended_because TEXT NOT NULL DEFAULT '';
CREATE INDEX session_by_beginning_key ON session (begun_by_key_id);

CREATE INDEX throttle_by_waiting ON throttle (blocked_until);

-- Accounts at which a sign-in failed from a network, the last time each; kept for an hour.
CREATE TABLE failed_attempt (
    school_id TEXT NOT NULL REFERENCES school (id),
    network TEXT NOT NULL,
    -- A hash: what was typed is nobody's to read.
    account TEXT NOT NULL,
    -- Whether there is such an account.
    is_known BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, network, account)
);
CREATE INDEX failed_attempt_by_time ON failed_attempt (failed_at);

-- What somebody was told of, so that they are told once a day.
CREATE TABLE pattern_told (
    school_id TEXT NOT NULL REFERENCES school (id),
    -- A person, or a network.
    subject TEXT NOT NULL,
    pattern TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, subject, pattern)
);
