//! The tables of the database, as the steps by which they came to be.
//!
//! To add a table, add a step to the end of [`ALL`]; those before it are never changed, because files
//! that were made by them are out there. Who only reads takes none, so what is recalled must be found with
//! any of them. Invariant: a step is done whole or not at all, and by one of
//! several programs that want to do it.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Failure;

/// What tells the database of Recto from that of another program.
const OWNER: i32 = 0x5265_6374;

/// The steps. A file of version n has the first n of them.
pub(super) const ALL: &[&str] = &[
    // 1: libraries, what was asked for in them, what was opened, how they are set.
    "
    -- A library. `root` is the folder where it lay last, empty for the built-in one, and unknown
    -- once another library lies there.
    CREATE TABLE library (
        id   INTEGER PRIMARY KEY,
        root BLOB UNIQUE
    ) STRICT;

    -- Some articles of a library, by which it is recognised in another folder.
    CREATE TABLE sample (
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        print   INTEGER NOT NULL,
        file    BLOB NOT NULL,
        PRIMARY KEY (library, print)
    ) STRICT, WITHOUT ROWID;

    -- What was typed and used; the greatest id is the last one.
    CREATE TABLE query (
        id      INTEGER PRIMARY KEY,
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        text    TEXT NOT NULL,
        time    INTEGER NOT NULL,
        UNIQUE (library, text)
    ) STRICT;

    -- Articles that were opened, with what they were then; the greatest id is the last one.
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
    ",
    // 2: what was read, starred, shelved and highlighted, and where the reading was left.
    "
    -- How articles were called that something is kept of, by their keys.
    CREATE TABLE article (
        library  INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article  TEXT NOT NULL,
        question TEXT NOT NULL,
        subject  TEXT NOT NULL,
        PRIMARY KEY (library, article)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE read (
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article TEXT NOT NULL,
        time    INTEGER NOT NULL,
        PRIMARY KEY (library, article)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE star (
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article TEXT NOT NULL,
        time    INTEGER NOT NULL,
        PRIMARY KEY (library, article)
    ) STRICT, WITHOUT ROWID;

    -- How long was read; `time` is the end of it.
    CREATE TABLE spent (
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article TEXT NOT NULL,
        time    INTEGER NOT NULL,
        seconds INTEGER NOT NULL,
        PRIMARY KEY (library, article, time)
    ) STRICT, WITHOUT ROWID;

    -- Where an article was left before its end: a block, and characters into it.
    CREATE TABLE place (
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article TEXT NOT NULL,
        time    INTEGER NOT NULL,
        leaf    INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        PRIMARY KEY (library, article)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE shelf (
        id      INTEGER PRIMARY KEY,
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        name    TEXT NOT NULL,
        UNIQUE (library, name)
    ) STRICT;

    -- The articles of a shelf, the lowest place first.
    CREATE TABLE shelved (
        shelf   INTEGER NOT NULL REFERENCES shelf ON DELETE CASCADE,
        article TEXT NOT NULL,
        place   INTEGER NOT NULL,
        time    INTEGER NOT NULL,
        PRIMARY KEY (shelf, article)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE highlight (
        uid     TEXT PRIMARY KEY,
        library INTEGER NOT NULL REFERENCES library ON DELETE CASCADE,
        article TEXT NOT NULL,
        exact   TEXT NOT NULL,
        prefix  TEXT NOT NULL,
        suffix  TEXT NOT NULL,
        leaf    INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        note    TEXT NOT NULL,
        made    INTEGER NOT NULL,
        changed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX highlight_of_library ON highlight (library, made);

    -- Where the reading was left, as JSON.
    CREATE TABLE resume (
        library INTEGER PRIMARY KEY REFERENCES library ON DELETE CASCADE,
        time    INTEGER NOT NULL,
        state   TEXT NOT NULL
    ) STRICT;
    ",
];

/// Says whether a file is one that this program may write to; changes nothing.
pub(super) fn judge(connection: &Connection) -> Result<(), Failure> {
    // All at one moment: others may be making it.
    let reading = connection.unchecked_transaction()?;
    let owner: i32 = reading.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 =
        reading.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if owner != OWNER && (owner != 0 || tables > 0) {
        return Err(Failure::Foreign);
    }
    is_known(&reading, ALL)
}

/// Whether any step was taken: what has none holds nothing.
pub(super) fn is_made(connection: &Connection) -> Result<bool, Failure> {
    Ok(version(connection)? > 0)
}

/// Whether the step was taken that made the tables of marks, shelves and highlights.
pub(super) fn has_marks(connection: &Connection) -> Result<bool, Failure> {
    Ok(version(connection)? >= 2)
}

/// Refuses a file that has more steps than these.
pub(super) fn is_known(connection: &Connection, steps: &[&str]) -> Result<(), Failure> {
    if version(connection)? > steps.len() { Err(Failure::Newer) } else { Ok(()) }
}

/// Takes the steps that a file lacks.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Failure> {
    while version(connection)? < steps.len() {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have taken it meanwhile.
        let done = version(&step)?;
        if let Some(statements) = steps.get(done) {
            step.execute_batch(statements)?;
            mark(&step, done + 1)?;
        }
        step.commit()?;
    }
    is_known(connection, steps)
}

fn mark(step: &Transaction<'_>, version: usize) -> Result<(), Failure> {
    step.pragma_update(None, "application_id", OWNER)?;
    step.pragma_update(None, "user_version", i64::try_from(version).unwrap_or(i64::MAX))?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize, Failure> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    // Recto writes no negative one.
    usize::try_from(version).map_err(|_| Failure::Foreign)
}
