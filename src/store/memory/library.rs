//! Which library of the database a folder is.
//!
//! It is the one that lay at that path last, unless that shares no article with it. Else it is the one
//! that shares most of its articles and is not where it lay any more: that one was moved. A copy, whose
//! original is still there, is a library of its own.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Database, Failure, Sample, migrations};
use crate::library::source::Source;

/// A library of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryId(pub(super) i64);

impl Database {
    /// The library that a source is, by a sample of its articles; without any articles by its folder
    /// alone. One that is not known is added.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn recognise(&mut self, source: &Source, sample: &Sample) -> Result<LibraryId, Failure> {
        let root = root(source);
        // Most starts find it as it was and have nothing to write.
        if let Some(id) = at(&self.connection, root)?
            && (sample.is_empty() || kept(&self.connection, id)? == *sample)
        {
            return Ok(id);
        }
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        migrations::is_known(&change, migrations::ALL)?;
        let there = at(&change, root)?;
        let id = match there {
            Some(id) if kept(&change, id)?.is_of_another(sample) => {
                change.execute("UPDATE library SET root = NULL WHERE id = ?1", [id.0])?;
                None
            }
            id => id,
        };
        let moved =
            if id.is_none() && *source != Source::Bundled { moved(&change, sample)? } else { None };
        let id = if let Some(id) = id.or(moved) {
            id
        } else {
            change.execute("INSERT INTO library (root) VALUES (NULL)", [])?;
            LibraryId(change.last_insert_rowid())
        };
        change.execute("UPDATE library SET root = ?1 WHERE id = ?2", params![root, id.0])?;
        if !sample.is_empty() {
            replace(&change, id, sample)?;
        }
        change.commit()?;
        Ok(id)
    }
}

/// What stands for a source's folder.
fn root(source: &Source) -> &[u8] {
    match source {
        Source::Folder(path) => path.as_os_str().as_bytes(),
        Source::Bundled => b"",
    }
}

fn at(connection: &Connection, root: &[u8]) -> Result<Option<LibraryId>, Failure> {
    let found = connection
        .query_row("SELECT id FROM library WHERE root = ?1", [root], |row| row.get(0))
        .optional()?;
    Ok(found.map(LibraryId))
}

fn kept(connection: &Connection, id: LibraryId) -> Result<Sample, Failure> {
    let mut articles = connection.prepare("SELECT print, file FROM sample WHERE library = ?1")?;
    let articles = articles.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Sample::kept(articles.collect::<Result<Vec<_>, _>>()?))
}

fn replace(change: &Transaction<'_>, id: LibraryId, sample: &Sample) -> Result<(), Failure> {
    change.execute("DELETE FROM sample WHERE library = ?1", [id.0])?;
    let mut add =
        change.prepare("INSERT INTO sample (library, print, file) VALUES (?1, ?2, ?3)")?;
    for (print, file) in sample.articles() {
        add.execute(params![id.0, print, file])?;
    }
    Ok(())
}

/// The library that is most like a sample of those that are not where they lay.
fn moved(connection: &Connection, sample: &Sample) -> Result<Option<LibraryId>, Failure> {
    let mut best = None;
    let mut libraries =
        connection.prepare("SELECT id, root FROM library WHERE root IS NULL OR root <> x''")?;
    let mut libraries = libraries.query([])?;
    while let Some(row) = libraries.next()? {
        let (id, root): (i64, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let id = LibraryId(id);
        let kept = kept(connection, id)?;
        let Some(likeness) = kept.likeness(sample) else { continue };
        let is_there = |root: Vec<u8>| kept.lies_in(Path::new(OsStr::from_bytes(&root)));
        let is_better = best.is_none_or(|(least, _)| likeness > least);
        if is_better && !root.is_some_and(is_there) {
            best = Some((likeness, id));
        }
    }
    Ok(best.map(|(_, id)| id))
}
