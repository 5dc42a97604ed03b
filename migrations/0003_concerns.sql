-- Pupils, and the concerns about them. What people wrote is sealed (type blob).

CREATE TABLE pupil (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    upn TEXT NOT NULL,
    forename TEXT NOT NULL,
    surname TEXT NOT NULL,
    preferred_name TEXT NOT NULL,
    -- yyyy-mm-dd
    born_on TEXT NOT NULL,
    year_group TEXT NOT NULL,
    form TEXT NOT NULL,
    -- Plain words of names and UPN, the surname first: for finding by any part, and for order.
    finding TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (school_id, upn)
);
CREATE INDEX pupil_by_name ON pupil (school_id, finding, id);

-- An import that has been checked and waits for the person's yes. Rows are sealed.
CREATE TABLE pupil_import (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    rows blob NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE category (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    UNIQUE (school_id, name)
);

CREATE TABLE concern (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    recorder_id TEXT NOT NULL REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    noticed_at BIGINT NOT NULL,
    category_id TEXT NOT NULL REFERENCES category (id),
    place blob NOT NULL,
    seen_and_heard blob NOT NULL,
    own_words blob,
    -- A keyed hash of the form that was sent, so that sending it twice makes one concern.
    form_tag TEXT NOT NULL,
    UNIQUE (recorder_id, form_tag)
);
CREATE INDEX concern_by_recorder ON concern (recorder_id, recorded_at, id);
CREATE INDEX concern_by_school ON concern (school_id, recorded_at, id);

CREATE TABLE concern_pupil (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    noticed_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, pupil_id)
);
CREATE INDEX concern_pupil_by_pupil ON concern_pupil (pupil_id, noticed_at);

CREATE TABLE alert (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    alerted_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, person_id)
);
CREATE INDEX alert_by_person ON alert (person_id, alerted_at);

-- Who has opened a concern, and when first.
CREATE TABLE reading (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    first_read_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, person_id)
);

CREATE TABLE amendment (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL REFERENCES concern (id),
    writer_id TEXT NOT NULL REFERENCES person (id),
    written_at BIGINT NOT NULL,
    words blob NOT NULL,
    form_tag TEXT NOT NULL,
    UNIQUE (writer_id, form_tag)
);
CREATE INDEX amendment_by_concern ON amendment (concern_id, written_at);
