-- Since when somebody who held too few keys has held enough again. Only once that has been as long as
-- the time they had to come to them is the shortage forgotten, so that a key that is linked and
-- removed again does not begin the time anew.
ALTER TABLE person ADD COLUMN keys_enough_since BIGINT;
