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

-- Whom a draft is about, beside its words: a list of drafts opens this alone. None, in a draft that was
-- saved last before there was such a column.
ALTER TABLE draft ADD COLUMN about blob;

-- What one person added lately, and how large it is.
CREATE INDEX document_by_adder ON document (added_by, added_at, size_bytes);
