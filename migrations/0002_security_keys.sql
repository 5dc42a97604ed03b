-- Security keys, and the ceremonies that are under way with them.

CREATE TABLE security_key (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    -- base64url; one key belongs to one account, over all schools.
    credential_id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    counter BIGINT NOT NULL,
    transports TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_used_device TEXT,
    suspended_at BIGINT,
    removed_at BIGINT
);
CREATE INDEX security_key_by_person ON security_key (person_id);

-- A challenge works once, for one session, one person, one purpose.
CREATE TABLE ceremony (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    -- The name that a new key is to have; empty for a touch.
    device_name TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ceremony_by_expiry ON ceremony (expires_at);
CREATE INDEX ceremony_by_person ON ceremony (person_id);
