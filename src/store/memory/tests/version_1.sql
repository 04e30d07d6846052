-- A database as the first version of Recto made it, with one library. Only for tests; never changed.
CREATE TABLE library (
    id   INTEGER PRIMARY KEY,
    root BLOB UNIQUE
) STRICT;
CREATE TABLE sample (
    library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
    print   INTEGER NOT NULL,
    file    BLOB NOT NULL,
    PRIMARY KEY (library, print)
) STRICT, WITHOUT ROWID;
CREATE TABLE query (
    id      INTEGER PRIMARY KEY,
    library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
    text    TEXT NOT NULL,
    time    INTEGER NOT NULL,
    UNIQUE (library, text)
) STRICT;
CREATE TABLE visit (
    id       INTEGER PRIMARY KEY,
    library  INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
    session  INTEGER NOT NULL,
    time     INTEGER NOT NULL,
    article  TEXT NOT NULL,
    question TEXT NOT NULL,
    subject  TEXT NOT NULL
) STRICT;
CREATE INDEX visit_of_library ON visit (library, session);
CREATE TABLE setting (
    library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (library, name)
) STRICT, WITHOUT ROWID;
INSERT INTO library VALUES (1, x'');
INSERT INTO query VALUES (4, 1, 'magpie', 1795000000), (7, 1, 'light year', 1795000060);
INSERT INTO visit VALUES
    (1, 1, 1, 1795000001, '/learn/birds/what-is-a-magpie', 'What is a magpie?', 'Birds'),
    (2, 1, 2, 1795000070, 'astronomy/light-year.md', 'What is a light year?', 'Astronomy');
INSERT INTO setting VALUES (1, 'order', 'title');
PRAGMA application_id = 1382376308;
PRAGMA user_version = 1;
