-- Whether the time at which something was done is known, or the day alone. Where it is not, the moment
-- that is kept is noon of that day, for the order of things; no page says it.
ALTER TABLE follow_up ADD COLUMN happened_time_known BIGINT NOT NULL DEFAULT 1;

-- Who is told what came of an action, and when they read it.
ALTER TABLE action ADD COLUMN told_id TEXT REFERENCES person (id);
ALTER TABLE action ADD COLUMN told_read_at BIGINT;
CREATE INDEX action_by_told ON action (told_id, told_read_at, ended_at, follow_up_id);

-- Whether the sentence for a session's next page says something to act on.
ALTER TABLE session ADD COLUMN flash_warns BIGINT NOT NULL DEFAULT 0;

-- On which concern and of which act a draft is, where it is not of a new concern.
ALTER TABLE draft ADD COLUMN concern_id TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN act TEXT NOT NULL DEFAULT '';
CREATE INDEX draft_by_act ON draft (person_id, concern_id, act, changed_at);
