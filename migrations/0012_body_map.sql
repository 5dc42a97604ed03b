-- The marks that were seen on a child's body: a row each, which nothing changes or removes. Where
-- it is and what it looked like is sealed (type blob).
CREATE TABLE body_mark (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    concern_id TEXT NOT NULL REFERENCES concern (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    writer_id TEXT NOT NULL REFERENCES person (id),
    written_at BIGINT NOT NULL,
    -- When it was seen, which for a mark that was added later is not when the concern was noticed.
    noticed_at BIGINT NOT NULL,
    -- Its number on the map of this pupil in this concern, from 1.
    number BIGINT NOT NULL,
    mark blob NOT NULL,
    form_tag TEXT NOT NULL
);
CREATE INDEX body_mark_by_concern ON body_mark (concern_id, pupil_id, number);
CREATE INDEX body_mark_by_pupil ON body_mark (pupil_id, noticed_at, id);
CREATE INDEX body_mark_by_form ON body_mark (writer_id, form_tag);
