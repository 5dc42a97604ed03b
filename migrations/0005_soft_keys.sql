-- Authenticator apps that are being set up: one at a time for a person, in the session that began
-- it. The row goes when a code has confirmed it, and is good for nothing once it has expired.
CREATE TABLE soft_key_setup (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL UNIQUE REFERENCES person (id),
    session_id TEXT NOT NULL REFERENCES session (id),
    -- The name that the new key is to have.
    name TEXT NOT NULL,
    -- What its codes are computed from, sealed.
    secret blob NOT NULL,
    -- How its person proved who they are.
    proven TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX soft_key_setup_by_expiry ON soft_key_setup (expires_at);
