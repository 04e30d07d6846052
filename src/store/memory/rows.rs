//! What is kept of a library and what is read of it again; here are its queries, visits and settings.
//!
//! Invariant: what is kept together is there whole or not at all, and every text that is read passes the
//! gate, because a file can be changed by others.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{Database, Failure, LibraryId, highlights, marks, migrations, shelves};
use crate::document::Position;
use crate::memory::{Kept, Memory, Named, Past, QUERIES, Remembered};
use crate::text::sanitize;

impl Database {
    /// Keeps memories of a library, all or none.
    ///
    /// # Errors
    /// When nothing could be kept.
    pub fn keep(&mut self, library: LibraryId, memories: &[Kept]) -> Result<(), Failure> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A newer Recto may have come meanwhile.
        migrations::is_known(&change, migrations::ALL)?;
        let visit = self.session.filter(|(of, _)| *of == library).map(|(_, visit)| visit);
        let session = session(&change, library, visit)?;
        let mut last = visit;
        for Kept { time, memory } in memories {
            match memory {
                Memory::Query(text) => keep_query(&change, library, text, *time)?,
                Memory::Visit(visit) => {
                    keep_visit(&change, library, session, visit, *time)?;
                    last = Some(change.last_insert_rowid());
                }
                Memory::Read(article, is_read) => {
                    marks::keep_read(&change, library, article, *is_read, *time)?;
                }
                Memory::Star(article, is_starred) => {
                    marks::keep_star(&change, library, article, *is_starred, *time)?;
                }
                Memory::Spent(article, seconds) => {
                    marks::keep_spent(&change, library, article, *seconds, *time)?;
                }
                Memory::Left(article, position) => {
                    marks::keep_left(&change, library, article, *position, *time)?;
                }
                Memory::Shelf(of_shelf) => shelves::keep(&change, library, of_shelf, *time)?,
                Memory::Highlight(highlight) => {
                    highlights::keep(&change, library, highlight, "")?;
                }
                Memory::Note(highlight, before) => {
                    highlights::keep(&change, library, highlight, before)?;
                }
                Memory::DropHighlight(uid) => highlights::forget(&change, uid)?,
                Memory::Rekey(from, to) if *from != to.article => {
                    marks::rekey(&change, library, from, to)?;
                    shelves::rekey(&change, library, from, &to.article)?;
                }
                Memory::Rekey(..) => {}
                Memory::Resume(resume) => {
                    marks::keep_resume(&change, library, resume, false, *time)?;
                }
                Memory::FirstResume(resume) => {
                    marks::keep_resume(&change, library, resume, true, *time)?;
                }
                Memory::Setting(name, value) => {
                    change.execute(
                        "INSERT OR REPLACE INTO setting (library, name, value) VALUES (?1, ?2, ?3)",
                        params![library.0, name, value],
                    )?;
                }
            }
        }
        change.commit()?;
        self.session = last.map(|visit| (library, visit)).or(self.session);
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
            ..self.recall_marks(library)?
        })
    }
}

impl Database {
    /// What is remembered of single articles, shelves and highlights, and of the place of the reading.
    fn recall_marks(&self, library: LibraryId) -> Result<Remembered, Failure> {
        if !migrations::has_marks(&self.connection)? {
            return Ok(Remembered::default());
        }
        let connection = &self.connection;
        Ok(Remembered {
            read: marks::recall_read(connection, library)?,
            stars: marks::recall_stars(connection, library)?,
            shelves: shelves::recall(connection, library)?,
            highlights: highlights::recall(connection, library)?,
            left: marks::recall_left(connection, library)?,
            resume: marks::recall_resume(connection, library)?,
            ..Remembered::default()
        })
    }
}

/// A text of a row as it may be shown on a line. That it is one is sure, but not that it is UTF-8.
pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let text = String::from_utf8_lossy(row.get_ref(column)?.as_bytes()?);
    Ok(sanitize::line(&text).into_owned())
}

/// The same on any number of lines.
pub(super) fn text_of_lines(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let text = String::from_utf8_lossy(row.get_ref(column)?.as_bytes()?);
    Ok(sanitize::text(&text).into_owned())
}

/// An article by its key, question and subject, which stand in a row from a column on. How it is called
/// may not be known.
pub(super) fn named(row: &Row<'_>, column: usize) -> rusqlite::Result<Named> {
    let or_nothing = |column| {
        let is_known = row.get_ref(column)? != ValueRef::Null;
        if is_known { text(row, column) } else { Ok(String::new()) }
    };
    Ok(Named {
        article: text(row, column)?,
        question: or_nothing(column + 1)?,
        subject: or_nothing(column + 2)?,
    })
}

/// A position whose block and characters stand in a row from a column on.
pub(super) fn place(row: &Row<'_>, column: usize) -> rusqlite::Result<Position> {
    let number = |column| {
        let number: i64 = row.get(column)?;
        Ok::<_, rusqlite::Error>(usize::try_from(number).unwrap_or(0))
    };
    Ok(Position { leaf: number(column)?, offset: number(column + 1)? })
}

/// A count as the database has numbers.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The number of the run that has this visit, which an import may have changed. That of one without any is
/// taken together with its first one, so that no two runs have the same.
fn session(
    change: &Transaction<'_>,
    LibraryId(id): LibraryId,
    visit: Option<i64>,
) -> Result<i64, Failure> {
    let known = "SELECT session FROM visit WHERE library = ?1 AND id = ?2";
    let known = change.query_row(known, params![id, visit], |row| row.get(0)).optional()?;
    if let Some(session) = known {
        return Ok(session);
    }
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
        params![id, number(QUERIES)],
    )?;
    Ok(())
}

fn keep_visit(
    change: &Transaction<'_>,
    LibraryId(id): LibraryId,
    session: i64,
    visit: &Named,
    time: i64,
) -> Result<(), Failure> {
    let Named { article, question, subject } = visit;
    change.execute(
        "INSERT INTO visit (library, session, time, article, question, subject)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, session, time, article, question, subject],
    )?;
    Ok(())
}

/// The last visits, the last one last, whichever run made it. An import adds earlier ones later.
fn recall_visits(
    connection: &Connection,
    LibraryId(id): LibraryId,
    limit: usize,
) -> Result<Vec<Past>, Failure> {
    let mut visits = connection.prepare(
        "SELECT session, time, article, question, subject FROM visit WHERE library = ?1
            ORDER BY time DESC, id DESC LIMIT ?2",
    )?;
    let visits = visits.query_map(params![id, number(limit)], |row| {
        Ok(Past { session: row.get(0)?, time: row.get(1)?, visit: named(row, 2)? })
    })?;
    let mut visits = visits.collect::<Result<Vec<_>, _>>()?;
    visits.reverse();
    Ok(visits)
}
