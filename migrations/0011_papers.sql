-- What somebody is writing and has not logged yet, and the files that go with a concern. What people
-- wrote, the names of files among it, and what is in the files is sealed (type blob).

-- A concern that is being written: its writer's alone, and no record.
CREATE TABLE draft (
    -- The identifier of its form.
    id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    -- writing, logged, discarded. What is over stays for a while without words, so that a save that
    -- comes late does not bring it back.
    state TEXT NOT NULL,
    fields blob,
    version BIGINT NOT NULL,
    -- The page that saved it last, and which of its saves that was.
    page TEXT NOT NULL,
    turn BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX draft_by_person ON draft (person_id, state, changed_at);

-- A file. Its content lies in a table of its own, so that a list reads none of it.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    -- Which of the files that were sent together.
    position BIGINT NOT NULL,
    name blob NOT NULL,
    kind TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    -- Of what was sent, so that anybody can show that it is still the same.
    sha256 TEXT NOT NULL,
    form_tag TEXT NOT NULL,
    UNIQUE (added_by, form_tag)
);
CREATE TABLE document_content (
    document_id TEXT PRIMARY KEY REFERENCES document (id),
    content blob NOT NULL
);

-- The files of a draft.
CREATE TABLE draft_document (
    person_id TEXT NOT NULL REFERENCES person (id),
    draft_id TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (person_id, draft_id, document_id)
);
CREATE INDEX draft_document_by_document ON draft_document (document_id);

-- The files of a concern. Nothing changes or removes a row.
CREATE TABLE concern_document (
    concern_id TEXT NOT NULL REFERENCES concern (id),
    document_id TEXT NOT NULL REFERENCES document (id),
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (concern_id, document_id)
);
CREATE INDEX concern_document_by_document ON concern_document (document_id);
