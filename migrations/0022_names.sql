-- Whether two children of a school share a name is asked wherever a name stands with a concern.
CREATE INDEX pupil_by_surname ON pupil (school_id, LOWER(surname));
