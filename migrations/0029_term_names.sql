-- What a school calls a term, such as “Autumn term 2026”; empty where it gave no name.
ALTER TABLE school_term ADD COLUMN name TEXT NOT NULL DEFAULT '';
