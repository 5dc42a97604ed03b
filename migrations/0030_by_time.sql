-- What was done about a concern, by when it happened: a page of a chronology reads the days that it shows.
CREATE INDEX follow_up_by_time ON follow_up (concern_id, happened_at, id);
