-- The lists of a large school begin where they are asked for.

-- Whether the concern is closed, so that nobody is waited for who was alerted to it: of those who were,
-- many never acknowledge what another has in hand.
ALTER TABLE alert ADD COLUMN case_closed BIGINT NOT NULL DEFAULT 0;
UPDATE alert SET case_closed = 1
WHERE acknowledged_at IS NULL
  AND EXISTS (SELECT 1 FROM case_standing
              WHERE case_standing.concern_id = alert.concern_id AND case_standing.status = 'closed');
CREATE INDEX alert_waiting ON alert (person_id, alerted_at, concern_id)
    WHERE acknowledged_at IS NULL AND case_closed = 0;

-- New concerns by their clocks.
DROP INDEX case_standing_by_clock;
CREATE INDEX case_standing_by_clock ON case_standing (school_id, status, respond_by, concern_id);

-- Between which moments what stands beside a concern happened (what was added to it, what was done about
-- it; in whole minutes, in microseconds), in the file of each of its pupils: a page of a chronology asks
-- those concerns alone that reach into its days. Nothing, while nothing stands beside it.
ALTER TABLE concern_pupil ADD COLUMN beside_from BIGINT;
ALTER TABLE concern_pupil ADD COLUMN beside_until BIGINT;
UPDATE concern_pupil SET
    beside_from = (
        SELECT MIN(beside.at - beside.at % 60000000) FROM (
            SELECT MIN(happened_at) AS at FROM follow_up
            WHERE follow_up.concern_id = concern_pupil.concern_id
            UNION ALL
            SELECT MIN(written_at) FROM amendment
            WHERE amendment.concern_id = concern_pupil.concern_id) AS beside),
    beside_until = (
        SELECT MAX(beside.at - beside.at % 60000000) FROM (
            SELECT MAX(happened_at) AS at FROM follow_up
            WHERE follow_up.concern_id = concern_pupil.concern_id
            UNION ALL
            SELECT MAX(written_at) FROM amendment
            WHERE amendment.concern_id = concern_pupil.concern_id) AS beside);
CREATE INDEX concern_pupil_by_beside
    ON concern_pupil (pupil_id, beside_until, beside_from, concern_id);
