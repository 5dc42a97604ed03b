-- Whom somebody who acts on a concern alerted later (1): its writer is shown them too, as long as they
-- are told what became of it.
ALTER TABLE alert_choice ADD COLUMN later BIGINT NOT NULL DEFAULT 0;

-- Who gave an action, for the list of what they gave and is still to be done.
ALTER TABLE action ADD COLUMN giver_id TEXT REFERENCES person (id);
UPDATE action SET giver_id = (SELECT writer_id FROM follow_up
                              WHERE follow_up.id = action.follow_up_id);
CREATE INDEX action_by_giver ON action (giver_id, state, due_on, follow_up_id);
