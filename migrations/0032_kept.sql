-- In whose file the act is of which somebody writes a draft, where it is about no concern: a flag on a
-- child, say. Whatever is written of an act says of which: what says of none is of a new concern.
ALTER TABLE draft ADD COLUMN pupil_id TEXT NOT NULL DEFAULT '';
