-- Which network a count of failures is of, and at which school, so that whoever manages people there
-- sees that it waits; empty for accounts and codes, which stay hashes.
ALTER TABLE throttle ADD COLUMN school_id TEXT NOT NULL DEFAULT '';
ALTER TABLE throttle ADD COLUMN network TEXT NOT NULL DEFAULT '';
