//! What is kept of a library and what is read of it again: queries, visits, settings.
//!
//! Invariant: what is kept together is there whole or not at all, and every text that is read passes the
//! gate, because a file can be changed by others.

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};

use super::{Database, Failure, LibraryId, migrations};
use crate::memory::{Memory, Past, Remembered, Visit};
use crate::text::sanitize;

/// Queries kept of a library; the oldest go first.
const QUERIES: u32 = 500;

/// A memory and when it was made, in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When.
    pub time: i64,
    /// What.
    pub memory: Memory,
}

impl Database {
    /// Keeps memories of a library, all or none.
    ///
    /// # Errors
    /// When nothing could be kept.
    pub fn keep(&mut self, library: LibraryId, memories: &[Kept]) -> Result<(), Failure> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A newer Recto may have come meanwhile.
        migrations::is_known(&change, migrations::ALL)?;
        let session = match self.session {
            Some((of, number)) if of == library => number,
            _ => next_session(&change, library)?,
        };
        for Kept { time, memory } in memories {
            match memory {
                Memory::Query(text) => keep_query(&change, library, text, *time)?,
                Memory::Visit(visit) => keep_visit(&change, library, session, visit, *time)?,
                Memory::Setting(name, value) => {
                    change.execute(
                        "INSERT OR REPLACE INTO setting (library, name, value) VALUES (?1, ?2, ?3)",
                        params![library.0, name, value],
                    )?;
                }
            }
        }
        change.commit()?;
        if memories.iter().any(|kept| matches!(kept.memory, Memory::Visit(_))) {
            self.session = Some((library, session));
        }
        Ok(())
    }

    /// What is remembered of a library, with so many of the last visits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn recall(&self, library: LibraryId, visits: usize) -> Result<Remembered, Failure> {
        let LibraryId(id) = library;
        let mut queries =
            self.connection.prepare("SELECT text FROM query WHERE library = ?1 ORDER BY id")?;
        let queries = queries.query_map([id], |row| text(row, 0))?;
        let mut settings =
            self.connection.prepare("SELECT name, value FROM setting WHERE library = ?1")?;
        let settings = settings.query_map([id], |row| Ok((text(row, 0)?, text(row, 1)?)))?;
        Ok(Remembered {
            queries: queries.collect::<Result<_, _>>()?,
            settings: settings.collect::<Result<_, _>>()?,
            visits: recall_visits(&self.connection, library, visits)?,
        })
    }
}

/// A text of a row as it may be shown. That it is one is sure, but not that it is UTF-8.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let text = String::from_utf8_lossy(row.get_ref(column)?.as_bytes()?);
    Ok(sanitize::line(&text).into_owned())
}

/// The number of a run that has no visit yet. It is taken together with the first one, so that no two
/// runs have the same.
fn next_session(change: &Transaction<'_>, LibraryId(id): LibraryId) -> Result<i64, Failure> {
    let last = "SELECT coalesce(max(session), 0) + 1 FROM visit WHERE library = ?1";
    Ok(change.query_row(last, [id], |row| row.get(0))?)
}

fn keep_query(
    change: &Transaction<'_>,
    LibraryId(id): LibraryId,
    text: &str,
    time: i64,
) -> Result<(), Failure> {
    // Replaced and not changed: its new id makes it the last one.
    change.execute(
        "INSERT OR REPLACE INTO query (library, text, time) VALUES (?1, ?2, ?3)",
        params![id, text, time],
    )?;
    change.execute(
        "DELETE FROM query WHERE library = ?1 AND id <=
            (SELECT id FROM query WHERE library = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        params![id, QUERIES],
    )?;
    Ok(())
}

fn keep_visit(
    change: &Transaction<'_>,
    LibraryId(id): LibraryId,
    session: i64,
    visit: &Visit,
    time: i64,
) -> Result<(), Failure> {
    let Visit { article, question, subject } = visit;
    change.execute(
        "INSERT INTO visit (library, session, time, article, question, subject)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, session, time, article, question, subject],
    )?;
    Ok(())
}

/// The last visits, of the last session the last.
fn recall_visits(
    connection: &Connection,
    LibraryId(id): LibraryId,
    limit: usize,
) -> Result<Vec<Past>, Failure> {
    let mut visits = connection.prepare(
        "SELECT session, time, article, question, subject FROM visit WHERE library = ?1
            ORDER BY session DESC, id DESC LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let visits = visits.query_map(params![id, limit], |row| {
        let visit =
            Visit { article: text(row, 2)?, question: text(row, 3)?, subject: text(row, 4)? };
        Ok(Past { session: row.get(0)?, time: row.get(1)?, visit })
    })?;
    let mut visits = visits.collect::<Result<Vec<_>, _>>()?;
    visits.reverse();
    Ok(visits)
}
