-- Amendments in the order in which they were written, for the index of words that is kept in memory.
CREATE INDEX amendment_by_time ON amendment (written_at, id);
