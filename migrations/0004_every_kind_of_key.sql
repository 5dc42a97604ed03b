-- Every kind of key, what a user group asks of its keys, and who lets somebody in who has lost one.

-- 'u2f', 'passkey', 'soft_key', 'yubico_otp' or 'oath_hotp'. For a key that gives codes the counter
-- is the last step or count that was taken, and only ever rises.
ALTER TABLE security_key ADD COLUMN kind TEXT NOT NULL DEFAULT 'u2f';
-- What a key that gives codes computes them from, sealed.
ALTER TABLE security_key ADD COLUMN secret blob;
-- Whether it can be copied to other devices through a cloud account.
ALTER TABLE security_key ADD COLUMN synced BIGINT NOT NULL DEFAULT 0;
-- Whether it answers with its PIN alone.
ALTER TABLE security_key ADD COLUMN pin_bound BIGINT NOT NULL DEFAULT 0;
-- Whether it has ever answered with its PIN, so that it surely has one.
ALTER TABLE security_key ADD COLUMN pin_seen BIGINT NOT NULL DEFAULT 0;
-- The model as the key told it, and the approved model that vouched for it.
ALTER TABLE security_key ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE security_key ADD COLUMN key_model_id TEXT;
ALTER TABLE security_key ADD COLUMN lost_at BIGINT;
-- A first key may wait for somebody else's approval.
ALTER TABLE security_key ADD COLUMN approved_at BIGINT;
ALTER TABLE security_key ADD COLUMN approved_by TEXT;
-- From which device it was linked, while it waits.
ALTER TABLE security_key ADD COLUMN added_from TEXT NOT NULL DEFAULT '';
UPDATE security_key SET approved_at = added_at;

-- The keys that can be used.
CREATE VIEW working_key AS
    SELECT id, person_id, kind, synced, key_model_id, last_used_at FROM security_key
    WHERE removed_at IS NULL AND suspended_at IS NULL AND lost_at IS NULL
      AND approved_at IS NOT NULL;

-- What the question was about, beside its purpose: the form that a touch is to carry out.
ALTER TABLE ceremony ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- A passkey's question at the sign-in page, where nobody is signed in yet.
CREATE TABLE passkey_question (
    token_hash TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    state TEXT NOT NULL,
    -- The address that asked, as a hash: none fills the table.
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_question_by_address ON passkey_question (asked_by, asked_at);
CREATE INDEX passkey_question_by_expiry ON passkey_question (expires_at);

ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- When a key was shown in this session, elevated or not any more.
ALTER TABLE session ADD COLUMN keyed_at BIGINT;
-- The kind of what elevated it: a kind of key, 'recovery_code' or 'break_glass'.
ALTER TABLE session ADD COLUMN elevated_kind TEXT;
-- Since when somebody holds fewer keys than their user groups ask for.
ALTER TABLE person ADD COLUMN keys_short_since BIGINT;

-- What a user group asks of the keys of its people. A group without a row asks nothing special.
CREATE TABLE group_policy (
    group_id TEXT PRIMARY KEY REFERENCES user_group (id),
    -- Names of kinds, separated by blanks.
    kinds TEXT NOT NULL,
    synced_passkeys BIGINT NOT NULL,
    passkey_sign_in BIGINT NOT NULL,
    pin BIGINT NOT NULL,
    approved_models BIGINT NOT NULL,
    elevation_idle_seconds BIGINT,
    elevation_seconds_max BIGINT,
    key_at_sign_in BIGINT NOT NULL,
    keys_min BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    -- 'by_default', 'self_service', 'with_code' or 'approved'
    first_key TEXT NOT NULL
);

-- A model of key that the school approves, and the root certificate that vouches for it.
CREATE TABLE key_model (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    -- The AAGUID of a FIDO2 key or the identifier of a U2F key; empty for every model of the root.
    model TEXT NOT NULL,
    root_pem TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX key_model_by_school ON key_model (school_id);

CREATE TABLE recovery_code (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    -- Newer codes were printed.
    replaced_at BIGINT
);
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);

-- A code that an administrator prints when handing a first key over.
CREATE TABLE enrolment_code (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT
);
CREATE INDEX enrolment_code_by_person ON enrolment_code (person_id);

-- Two people together let somebody link a new key.
CREATE TABLE key_recovery (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    reason blob NOT NULL,
    begun_by TEXT NOT NULL REFERENCES person (id),
    begun_at BIGINT NOT NULL,
    agreed_by TEXT REFERENCES person (id),
    agreed_at BIGINT,
    -- Until when it can be agreed to; once agreed, until when a key can be linked.
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX key_recovery_by_person ON key_recovery (person_id);

-- The school's sealed, printed code for the day when no lead has a key.
CREATE TABLE break_glass_code (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT
);
CREATE INDEX break_glass_code_by_school ON break_glass_code (school_id);

-- Each opening of it, which stays open until somebody else has reviewed it in writing.
CREATE TABLE break_glass_opening (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    opened_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    device TEXT NOT NULL,
    reason blob NOT NULL,
    reviewed_by TEXT REFERENCES person (id),
    reviewed_at BIGINT,
    review blob
);
CREATE INDEX break_glass_opening_by_school ON break_glass_opening (school_id, opened_at);

-- USB keys that type a code, brought in by an administrator and not linked to anybody yet.
CREATE TABLE key_in_stock (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    serial TEXT NOT NULL,
    -- What a Yubico OTP begins with; for OATH-HOTP the serial number.
    public_id TEXT NOT NULL,
    secret blob NOT NULL,
    counter BIGINT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    -- The key that it became when somebody linked it.
    security_key_id TEXT REFERENCES security_key (id),
    removed_at BIGINT
);
CREATE UNIQUE INDEX key_in_stock_by_public_id ON key_in_stock (school_id, kind, public_id)
    WHERE removed_at IS NULL;

-- Who was given which key to hold, by whom, and when it came back.
CREATE TABLE key_handed_out (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    serial TEXT NOT NULL,
    model TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    handed_by TEXT NOT NULL REFERENCES person (id),
    handed_at BIGINT NOT NULL,
    returned_to TEXT REFERENCES person (id),
    returned_at BIGINT
);
CREATE INDEX key_handed_out_by_school ON key_handed_out (school_id, handed_at);
CREATE INDEX key_handed_out_by_person ON key_handed_out (person_id);

-- Whoever manages people or reads every file may vouch for somebody else's key.
INSERT INTO group_right (group_id, access, right_name)
    SELECT DISTINCT group_id, 'elevated', 'vouch_for_keys' FROM group_right
    WHERE right_name IN ('manage_people', 'read_every_file');
