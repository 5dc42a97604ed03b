-- Whether the time at which something was noticed is known, or the day alone. Where it is not, the moment
-- that is kept is noon of that day, for the order of things; no page says it.
ALTER TABLE concern ADD COLUMN noticed_time_known BIGINT NOT NULL DEFAULT 1;
ALTER TABLE body_mark ADD COLUMN noticed_time_known BIGINT NOT NULL DEFAULT 1;
