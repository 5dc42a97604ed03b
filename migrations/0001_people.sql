-- Schools, the people who work there, how they sign in, and what they did.

CREATE TABLE school (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    support_contact TEXT NOT NULL,
    wrapped_key blob NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What a security key knows the person by: random, never the e-mail address.
    key_handle blob NOT NULL,
    created_at BIGINT NOT NULL,
    left_at BIGINT,
    UNIQUE (school_id, email)
);

CREATE TABLE password (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

CREATE TABLE user_group (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    UNIQUE (school_id, name)
);

-- The two columns of a user group's rights: access is 'standard' or 'elevated'.
CREATE TABLE group_right (
    group_id TEXT NOT NULL REFERENCES user_group (id),
    access TEXT NOT NULL,
    right_name TEXT NOT NULL,
    PRIMARY KEY (group_id, access, right_name)
);

CREATE TABLE membership (
    person_id TEXT NOT NULL REFERENCES person (id),
    group_id TEXT NOT NULL REFERENCES user_group (id),
    PRIMARY KEY (person_id, group_id)
);
CREATE INDEX membership_by_group ON membership (group_id);

-- The year groups whose files a person is given, where their group reads by year group.
CREATE TABLE person_year_group (
    person_id TEXT NOT NULL REFERENCES person (id),
    year_group TEXT NOT NULL,
    PRIMARY KEY (person_id, year_group)
);

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    device TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    elevated_at BIGINT,
    elevated_seen_at BIGINT,
    elevated_key_id TEXT,
    elevated_with_pin BIGINT NOT NULL,
    -- One sentence for the next page; never about a child.
    flash TEXT
);
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE password_request (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    email TEXT NOT NULL,
    requested_at BIGINT NOT NULL
);

CREATE TABLE password_link (
    token_hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX password_link_by_person ON password_link (person_id);

-- Failures in a row, for an account or an address; the subject is a hash.
CREATE TABLE throttle (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

-- Letters waiting to be sent. The sealed body goes when the letter has gone.
CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body blob,
    made_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX mail_waiting ON mail (sent_at, claimed_until);

CREATE TABLE audit_head (
    school_id TEXT PRIMARY KEY REFERENCES school (id),
    entries BIGINT NOT NULL,
    -- The last entry's link, and a seal over it and the count.
    last TEXT NOT NULL,
    seal TEXT NOT NULL
);

CREATE TABLE audit_entry (
    school_id TEXT NOT NULL REFERENCES school (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    act TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    elevated BIGINT NOT NULL,
    chain TEXT NOT NULL,
    PRIMARY KEY (school_id, number)
);
CREATE INDEX audit_entry_by_subject ON audit_entry (school_id, subject_id, number);
CREATE INDEX audit_entry_by_act ON audit_entry (school_id, act);
