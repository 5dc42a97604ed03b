-- The whole of a concern: each pupil's role in it, its categories, what was done about it, and who
-- must not see it. What people wrote is sealed (type blob).

-- Categories are a tree of two levels. Colours are names of the page's own palette.
ALTER TABLE category ADD COLUMN parent_id TEXT REFERENCES category (id);
ALTER TABLE category ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';
ALTER TABLE category ADD COLUMN guidance TEXT NOT NULL DEFAULT '';
-- How many minutes of school time a concern of it may wait for a lead; 0 is no clock.
ALTER TABLE category ADD COLUMN respond_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE category ADD COLUMN retired_at BIGINT;

-- The categories of a concern: which it was logged with, and which count now.
CREATE TABLE concern_category (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    category_id TEXT NOT NULL REFERENCES category (id),
    position BIGINT NOT NULL,
    logged BIGINT NOT NULL,
    counts BIGINT NOT NULL,
    PRIMARY KEY (concern_id, category_id)
);
CREATE INDEX concern_category_by_category ON concern_category (category_id, counts, concern_id);
INSERT INTO concern_category (concern_id, category_id, position, logged, counts)
SELECT id, category_id, 0, 1, 1 FROM concern;
ALTER TABLE concern DROP COLUMN category_id;

ALTER TABLE concern ADD COLUMN present blob;
ALTER TABLE concern ADD COLUMN non_verbal blob;
ALTER TABLE concern ADD COLUMN opinion blob;
-- Which lead was told in person, as the writer names them.
ALTER TABLE concern ADD COLUMN told blob;

-- The role of each pupil: as it was logged, and as it counts now.
ALTER TABLE concern_pupil ADD COLUMN role_logged TEXT NOT NULL DEFAULT 'subject';
ALTER TABLE concern_pupil ADD COLUMN role TEXT NOT NULL DEFAULT 'subject';

-- The members of staff whom a concern names: they never see it, but for their own words.
CREATE TABLE concern_staff (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (concern_id, person_id)
);
CREATE INDEX concern_staff_by_person ON concern_staff (person_id, concern_id);

-- What was done about a concern: an acknowledgement, an action, a contact, a decision, a closure.
-- Nothing changes or removes a row.
CREATE TABLE follow_up (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    concern_id TEXT NOT NULL REFERENCES concern (id),
    kind TEXT NOT NULL,
    writer_id TEXT NOT NULL REFERENCES person (id),
    written_at BIGINT NOT NULL,
    -- When it happened, which is not always when it was written down.
    happened_at BIGINT NOT NULL,
    -- What it is about, where it is about one thing: an action, a person, another concern.
    about_id TEXT,
    words blob NOT NULL,
    form_tag TEXT NOT NULL,
    UNIQUE (writer_id, form_tag)
);
CREATE INDEX follow_up_by_concern ON follow_up (concern_id, written_at, id);
CREATE INDEX follow_up_by_school ON follow_up (school_id, written_at, id);

-- Where a concern stands, for lists; it can be counted anew from what was done about it.
CREATE TABLE case_standing (
    concern_id TEXT PRIMARY KEY REFERENCES concern (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    -- new, open, closed
    status TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    assigned_id TEXT REFERENCES person (id),
    -- usual, significant
    significance TEXT NOT NULL DEFAULT 'usual',
    -- When the clock on a new concern runs out; none, when it has no clock.
    respond_by BIGINT,
    -- How often it was passed on to the next in line.
    passed_on BIGINT NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL
);
CREATE INDEX case_standing_by_status
    ON case_standing (school_id, status, recorded_at, concern_id);
CREATE INDEX case_standing_by_person
    ON case_standing (assigned_id, status, recorded_at, concern_id);
CREATE INDEX case_standing_by_clock ON case_standing (school_id, status, respond_by);
INSERT INTO case_standing (concern_id, school_id, status, recorded_at, changed_at)
SELECT id, school_id, 'new', recorded_at, recorded_at FROM concern;

-- Actions, for what is due to whom; the words stand in the follow-up.
CREATE TABLE action (
    follow_up_id TEXT PRIMARY KEY REFERENCES follow_up (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    concern_id TEXT NOT NULL REFERENCES concern (id),
    assigned_id TEXT NOT NULL REFERENCES person (id),
    -- yyyy-mm-dd
    due_on TEXT NOT NULL,
    -- open, done, cancelled
    state TEXT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX action_by_person ON action (assigned_id, state, due_on, follow_up_id);
CREATE INDEX action_by_concern ON action (concern_id, state);

-- When somebody who was alerted said that they have it in hand.
ALTER TABLE alert ADD COLUMN acknowledged_at BIGINT;
-- How they came to be alerted: chosen, group, clock, cover.
ALTER TABLE alert ADD COLUMN through TEXT NOT NULL DEFAULT 'chosen';

-- Who must not see a pupil's file, such as a relative on the staff.
CREATE TABLE exclusion (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    reason blob NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    end_reason blob,
    ended_by TEXT REFERENCES person (id),
    ended_at BIGINT
);
CREATE INDEX exclusion_by_person ON exclusion (person_id, pupil_id, ended_at);
CREATE INDEX exclusion_by_pupil ON exclusion (pupil_id, made_at);

-- The forms whose files a person is given, where their group reads by year group or form.
CREATE TABLE person_form (
    person_id TEXT NOT NULL REFERENCES person (id),
    form TEXT NOT NULL,
    PRIMARY KEY (person_id, form)
);

-- The categories that a group's files are limited to; none is every category. A category brings
-- those beneath it.
CREATE TABLE group_category (
    group_id TEXT NOT NULL REFERENCES user_group (id),
    category_id TEXT NOT NULL REFERENCES category (id),
    PRIMARY KEY (group_id, category_id)
);

CREATE INDEX pupil_by_year ON pupil (school_id, year_group, finding, id);

-- Whoever read every file was a lead, and goes on to act on concerns.
INSERT INTO group_right (group_id, access, right_name)
SELECT DISTINCT group_id, 'elevated', 'work_cases' FROM group_right
WHERE right_name = 'read_every_file';
