-- Marks of a school in the order of writing, for the index that search keeps in memory.
CREATE INDEX body_mark_by_school ON body_mark (school_id, written_at, id);
