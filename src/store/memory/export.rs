//! Everything of the reader's out of the database, as a document.
//!
//! Invariants: all of it is of one moment, whoever writes meanwhile, and every text passes the gate.

use rusqlite::{Connection, OptionalExtension, Row};

use super::rows::{text, text_of_lines};
use super::{Database, Failure, LibraryId, marks, migrations};
use crate::memory::archive::{
    Archive, Article, Highlight, Left, Library, Mark, Place, Query, Sampled, Setting, Shelf, Spent,
    Visit,
};

impl Database {
    /// Everything of all libraries, or of one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn export(&self, only: Option<LibraryId>) -> Result<Archive, Failure> {
        let moment = self.connection.unchecked_transaction()?;
        let libraries = libraries(&moment)?.into_iter();
        let wanted = libraries.filter(|(id, _)| only.is_none_or(|only| *id == only));
        Ok(Archive::new(wanted.map(|(_, library)| library).collect()))
    }
}

/// All libraries with everything that is in them.
pub(super) fn libraries(connection: &Connection) -> Result<Vec<(LibraryId, Library)>, Failure> {
    let mut roots = connection.prepare("SELECT id, root FROM library ORDER BY id")?;
    let roots = roots.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let roots = roots.collect::<Result<Vec<(i64, Option<Vec<u8>>)>, _>>()?;
    let has_marks = migrations::has_marks(connection)?;
    let read = |(id, root): (i64, Option<Vec<u8>>)| {
        let reading = Reading { connection, id };
        let mut found = reading.visited()?;
        if has_marks {
            reading.marked(&mut found)?;
        }
        let mut library = Library {
            built_in: root.as_ref().is_some_and(Vec::is_empty),
            folder: root.filter(|root| !root.is_empty()),
            sample: std::mem::take(&mut found.sample),
            ..Library::default()
        };
        // Keys that differ only in what the gate takes out are one from here on.
        library.merge(&found);
        Ok((LibraryId(id), library))
    };
    roots.into_iter().map(read).collect()
}

/// The reading of one library.
struct Reading<'a> {
    connection: &'a Connection,
    id: i64,
}

impl Reading<'_> {
    fn rows<T>(
        &self,
        select: &str,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut rows = self.connection.prepare(select)?;
        let rows = rows.query_map([self.id], row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the first step of the tables has room for.
    fn visited(&self) -> Result<Library, Failure> {
        Ok(Library {
            sample: self.rows(
                "SELECT print, file FROM sample WHERE library = ?1 ORDER BY print",
                |row| Ok(Sampled { print: row.get(0)?, file: row.get(1)? }),
            )?,
            settings: self.rows("SELECT name, value FROM setting WHERE library = ?1", |row| {
                Ok(Setting { name: text(row, 0)?, value: text(row, 1)? })
            })?,
            queries: self
                .rows("SELECT text, time FROM query WHERE library = ?1 ORDER BY id", |row| {
                    Ok(Query { text: text(row, 0)?, time: row.get(1)? })
                })?,
            visits: self.rows(
                "SELECT session, time, article, question, subject FROM visit WHERE library = ?1
                    ORDER BY session, id",
                |row| {
                    Ok(Visit {
                        session: row.get(0)?,
                        time: row.get(1)?,
                        article: text(row, 2)?,
                        question: text(row, 3)?,
                        subject: text(row, 4)?,
                    })
                },
            )?,
            ..Library::default()
        })
    }

    /// What the second step has room for.
    fn marked(&self, library: &mut Library) -> Result<(), Failure> {
        library.articles = self.rows(
            "SELECT article, question, subject FROM article WHERE library = ?1",
            |row| {
                let [article, question, subject] = [text(row, 0)?, text(row, 1)?, text(row, 2)?];
                Ok(Article { article, question, subject })
            },
        )?;
        library.read = self.rows("SELECT article, time FROM read WHERE library = ?1", mark)?;
        library.stars = self.rows("SELECT article, time FROM star WHERE library = ?1", mark)?;
        library.spent = self
            .rows("SELECT article, time, seconds FROM spent WHERE library = ?1", |row| {
                Ok(Spent { article: text(row, 0)?, time: row.get(1)?, seconds: small(row, 2)? })
            })?;
        library.places = self.rows(
            "SELECT article, time, leaf, skipped FROM place WHERE library = ?1",
            |row| {
                Ok(Place {
                    article: text(row, 0)?,
                    time: row.get(1)?,
                    leaf: small(row, 2)?,
                    offset: small(row, 3)?,
                })
            },
        )?;
        let shelves = self
            .rows("SELECT id, name FROM shelf WHERE library = ?1 ORDER BY name, id", |row| {
                Ok((row.get(0)?, text(row, 1)?))
            })?;
        for (id, name) in shelves {
            let shelf = Reading { id, ..*self };
            let articles = "SELECT article, time FROM shelved WHERE shelf = ?1
                ORDER BY place, article";
            library.shelves.push(Shelf { name, articles: shelf.rows(articles, mark)? });
        }
        library.highlights = self.rows(
            "SELECT uid, article, exact, prefix, suffix, leaf, skipped, note, made, changed
                FROM highlight WHERE library = ?1",
            |row| {
                Ok(Highlight {
                    uid: text(row, 0)?,
                    article: text(row, 1)?,
                    exact: text_of_lines(row, 2)?,
                    prefix: text_of_lines(row, 3)?,
                    suffix: text_of_lines(row, 4)?,
                    leaf: small(row, 5)?,
                    offset: small(row, 6)?,
                    note: text_of_lines(row, 7)?,
                    made: row.get(8)?,
                    changed: row.get(9)?,
                })
            },
        )?;
        let time = "SELECT time FROM resume WHERE library = ?1";
        let time = self.connection.query_row(time, [self.id], |row| row.get(0)).optional()?;
        let state = marks::recall_resume(self.connection, LibraryId(self.id))?;
        library.resume = time.zip(state).map(|(time, state)| Left { time, state });
        Ok(())
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark { article: text(row, 0)?, time: row.get(1)? })
}

/// A number that nothing Recto wrote makes greater than fits.
fn small(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    let number: i64 = row.get(column)?;
    Ok(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}
