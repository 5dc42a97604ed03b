-- Letters that say that a concern waits go before all others, however many those are.
ALTER TABLE mail ADD COLUMN urgency BIGINT NOT NULL DEFAULT 1;
DROP INDEX mail_waiting;
CREATE INDEX mail_waiting ON mail (sent_at, urgency, made_at, id);

-- When somebody was written to last because something was added to a concern; in the future, where that
-- letter waits.
CREATE TABLE amendment_told (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    told_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, person_id)
);

-- How often somebody added to concerns lately.
CREATE INDEX amendment_by_writer ON amendment (writer_id, written_at);
CREATE INDEX body_mark_by_writer ON body_mark (writer_id, written_at, form_tag);
