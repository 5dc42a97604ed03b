-- What the database alone tells no more: whoever holds a picture can work out its hash, and so learn
-- that it is here. In its place stands a tag under the school's key, of this file alone.
ALTER TABLE document RENAME COLUMN sha256 TO content_tag;
UPDATE document SET content_tag = '';
-- Of which kind a flag is, is sealed with its words; the column keeps what was written before.
DROP INDEX flag_by_kind;

-- Whom the writer of a concern chose to alert. The writer alone is shown this: from who was alerted in
-- the end they would learn who is excluded from the file of a child.
CREATE TABLE alert_choice (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- The alert group that they were chosen with; none, where they were chosen by themselves.
    group_id TEXT REFERENCES alert_group (id),
    PRIMARY KEY (concern_id, person_id)
);
INSERT INTO alert_choice (concern_id, person_id, group_id)
SELECT concern_id, person_id, group_id FROM alert WHERE through IN ('chosen', 'group');
