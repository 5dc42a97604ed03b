-- Nobody's worry gets lost: alert groups, school time, who is next in line, who covers whom.

-- When the school is open: 1 is Monday, 7 is Sunday; no row is a day on which it is closed.
CREATE TABLE school_hours (
    school_id TEXT NOT NULL REFERENCES school (id),
    weekday BIGINT NOT NULL,
    -- hh:mm
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    PRIMARY KEY (school_id, weekday)
);

-- The first and the last day of each term or half term; none is every week of the year.
CREATE TABLE school_term (
    school_id TEXT NOT NULL REFERENCES school (id),
    -- yyyy-mm-dd
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    PRIMARY KEY (school_id, first_on)
);

-- Days on which nobody is there: bank holidays, INSET days.
CREATE TABLE closed_day (
    school_id TEXT NOT NULL REFERENCES school (id),
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (school_id, day)
);

-- When somebody looks in from Monday to Friday in the holidays, and who is asked first.
CREATE TABLE holiday_cover (
    school_id TEXT PRIMARY KEY REFERENCES school (id),
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    person_id TEXT REFERENCES person (id)
);

-- Somebody is away from one day to another, and another person stands in.
CREATE TABLE absence (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    cover_id TEXT NOT NULL REFERENCES person (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES person (id),
    ended_at BIGINT
);
CREATE INDEX absence_by_day ON absence (school_id, last_on, first_on);

-- To whom a concern is passed on, one after the other; none is every safeguarding lead.
CREATE TABLE next_in_line (
    school_id TEXT NOT NULL REFERENCES school (id),
    position BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (school_id, position)
);

-- People who are alerted together.
CREATE TABLE alert_group (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX alert_group_by_school ON alert_group (school_id, name);
CREATE TABLE alert_group_member (
    group_id TEXT NOT NULL REFERENCES alert_group (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (group_id, person_id)
);

-- Which alert group somebody was alerted through.
ALTER TABLE alert ADD COLUMN group_id TEXT REFERENCES alert_group (id);

-- Each time that a concern was passed on because nobody had acknowledged it; nobody, when the line
-- was at its end. A round goes once through the line. Nothing changes or removes a row.
CREATE TABLE passing_on (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    step BIGINT NOT NULL,
    round BIGINT NOT NULL,
    person_id TEXT REFERENCES person (id),
    -- For whom that person stands in.
    covers_id TEXT REFERENCES person (id),
    passed_at BIGINT NOT NULL,
    -- The minutes of school time that had gone by.
    minutes BIGINT NOT NULL,
    PRIMARY KEY (concern_id, step)
);
