-- Looking as another user group, for as long as one elevation of a session lasts: the group, the
-- year group (empty where none was chosen), and when the elevation began to which it belongs. The
-- group may be removed meanwhile; then nothing is seen.
ALTER TABLE session ADD COLUMN seen_as_group TEXT;
ALTER TABLE session ADD COLUMN seen_as_year TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN seen_as_elevation BIGINT;

-- One sending of a form makes one exclusion, and nobody is excluded twice from one file.
ALTER TABLE exclusion ADD COLUMN form_tag TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX exclusion_by_form ON exclusion (made_by, form_tag);
CREATE UNIQUE INDEX exclusion_in_force ON exclusion (person_id, pupil_id) WHERE ended_at IS NULL;

CREATE INDEX pupil_by_form ON pupil (school_id, form, finding, id);
