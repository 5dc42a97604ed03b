-- What is known of a child beside the concerns: flags, the people around them, and their family.
-- What people wrote is sealed (type blob). A row is never edited: it ends, and another is added.

CREATE TABLE flag (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    kind TEXT NOT NULL,
    -- yyyy-mm-dd
    began_on TEXT NOT NULL,
    -- The school's own words for it, who said so, and a note.
    words blob NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    form_tag TEXT NOT NULL,
    ended_on TEXT,
    end_reason blob,
    ended_by TEXT REFERENCES person (id),
    ended_at BIGINT,
    UNIQUE (added_by, form_tag)
);
CREATE INDEX flag_by_pupil ON flag (pupil_id, began_on, id);
CREATE INDEX flag_by_kind ON flag (school_id, kind, ended_on);

-- Parents and carers (family), and professionals.
CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    -- family, professional
    side TEXT NOT NULL,
    -- yyyy-mm-dd; empty where nobody said.
    began_on TEXT NOT NULL,
    words blob NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    form_tag TEXT NOT NULL,
    ended_on TEXT,
    end_reason blob,
    ended_by TEXT REFERENCES person (id),
    ended_at BIGINT,
    UNIQUE (added_by, form_tag)
);
CREATE INDEX contact_by_pupil ON contact (pupil_id, side, ended_at);
CREATE INDEX contact_by_school ON contact (school_id, side, added_at);

-- A keyed hash of each telephone number, e-mail address and home of a contact, so that the same one
-- in another file is found without any being read.
CREATE TABLE contact_tag (
    contact_id TEXT NOT NULL REFERENCES contact (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    -- telephone, email, home
    kind TEXT NOT NULL,
    tag TEXT NOT NULL,
    -- When it was first written down; a newer entry of the same person keeps it.
    since BIGINT NOT NULL,
    PRIMARY KEY (contact_id, kind, tag)
);
CREATE INDEX contact_tag_by_tag ON contact_tag (school_id, kind, tag, pupil_id);
CREATE INDEX contact_tag_by_pupil ON contact_tag (pupil_id);

-- Two children of one family, as somebody said who knows. It reads the same from either child.
CREATE TABLE family_link (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    relative_id TEXT NOT NULL REFERENCES pupil (id),
    kind TEXT NOT NULL,
    words blob NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    form_tag TEXT NOT NULL,
    end_reason blob,
    ended_by TEXT REFERENCES person (id),
    ended_at BIGINT,
    UNIQUE (added_by, form_tag)
);
CREATE INDEX family_link_by_pupil ON family_link (pupil_id, ended_at);
CREATE INDEX family_link_by_relative ON family_link (relative_id, ended_at);

-- That two children who share a contact are no family, as somebody said.
CREATE TABLE family_dismissal (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    relative_id TEXT NOT NULL REFERENCES pupil (id),
    reason blob NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    form_tag TEXT NOT NULL,
    UNIQUE (made_by, form_tag)
);
CREATE INDEX family_dismissal_by_pupil ON family_dismissal (pupil_id, relative_id, made_at);
