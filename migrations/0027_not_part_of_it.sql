-- A member of staff whom a concern names and who is not part of it after all, such as the wrong one of a
-- name: nothing keeps them from it any more. Who said so, when and why stands in the follow-up.
CREATE TABLE concern_staff_off (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- Whether it was logged with them: for whoever does not see what was done about it.
    logged BIGINT NOT NULL,
    follow_up_id TEXT NOT NULL REFERENCES follow_up (id),
    PRIMARY KEY (concern_id, person_id)
);
