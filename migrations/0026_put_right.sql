-- What is put right about a logged concern: whom it is about, and which staff it names. It was logged
-- with some pupils and some staff; others came later, and a pupil may be taken off who was there by
-- mistake. How it was logged stays: for whoever does not see what was done about a concern.

-- Whether it was logged with this pupil, or they turned out to be involved.
ALTER TABLE concern_pupil ADD COLUMN logged BIGINT NOT NULL DEFAULT 1;
-- Whether it was logged with this member of staff.
ALTER TABLE concern_staff ADD COLUMN logged BIGINT NOT NULL DEFAULT 1;

-- The pupils whom a concern is not about after all. They stand in no file, list or count with it,
-- which ask `concern_pupil`; its words still speak of them.
CREATE TABLE concern_pupil_off (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    role_logged TEXT NOT NULL,
    role TEXT NOT NULL,
    logged BIGINT NOT NULL,
    off_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, pupil_id)
);
CREATE INDEX concern_pupil_off_by_pupil ON concern_pupil_off (pupil_id, concern_id);
