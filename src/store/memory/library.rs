//! Which library of the database a folder is.
//!
//! It is the one that lay at that path last, unless that shares no article with it. Else it is the one
//! that shares most of its articles and is not where it lay any more: that one was moved. A copy, whose
//! original is still there, is a library of its own. Invariant: while files are looked at, the database
//! is locked for nobody; a folder may be on a drive that does not answer.

use std::cmp::Reverse;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{ATTEMPTS, Database, Failure, Sample, migrations, shelves};
use crate::library::source::Source;

/// A library of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryId(pub(super) i64);

/// What the database knows a library by.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: LibraryId,
    root: Option<Vec<u8>>,
    sample: Sample,
}

impl Database {
    /// The library that a source is, by a sample of its articles, if it is known. Changes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find(&self, source: &Source, sample: &Sample) -> Result<Option<LibraryId>, Failure> {
        let known = known(&self.connection)?;
        Ok(find(&known, source, sample, Sample::lies_in).map(|library| library.id))
    }

    /// The libraries that were read, the last one first: their folders, empty for the built-in one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_read(&self) -> Result<Vec<PathBuf>, Failure> {
        if !migrations::has_marks(&self.connection)? {
            return Ok(Vec::new());
        }
        let mut last = self.connection.prepare(
            "SELECT root FROM resume JOIN library ON id = library
                WHERE root IS NOT NULL ORDER BY time DESC",
        )?;
        let roots = last.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let roots = roots.map(|root| Ok(PathBuf::from(OsString::from_vec(root?))));
        roots.collect()
    }

    /// The library that a source is, by a sample of its articles; without any articles by its folder
    /// alone. What it is known by is brought up to the sample; one that is not known is added.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn recognise(&mut self, source: &Source, sample: &Sample) -> Result<LibraryId, Failure> {
        self.recognise_by(source, sample, Sample::lies_in)
    }

    /// As [`Database::recognise`], where `lies_in` says whether articles are in a folder.
    pub(super) fn recognise_by(
        &mut self,
        source: &Source,
        sample: &Sample,
        lies_in: impl Fn(&Sample, &Path) -> bool,
    ) -> Result<LibraryId, Failure> {
        let root = root(source);
        for _ in 0..ATTEMPTS {
            let known = known(&self.connection)?;
            let found = find(&known, source, sample, &lies_in);
            let there = at(&known, root);
            // Most starts find it as it was and have nothing to write.
            if let Some(library) = found
                && found == there
                && (sample.is_empty() || library.sample == *sample)
            {
                return Ok(library.id);
            }
            let change =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrations::is_known(&change, migrations::ALL)?;
            // Others may have written while the files were looked at.
            if self::known(&change)? != known {
                continue;
            }
            let id = match found {
                Some(library) => library.id,
                None => add(&change)?,
            };
            if let Some(there) = there.filter(|there| there.id != id) {
                if there.sample.is_empty() {
                    merge(&change, there.id, id)?;
                } else {
                    change.execute("UPDATE library SET root = NULL WHERE id = ?1", [there.id.0])?;
                }
            }
            change.execute("UPDATE library SET root = ?1 WHERE id = ?2", params![root, id.0])?;
            if !sample.is_empty() {
                replace(&change, id, sample)?;
            }
            change.commit()?;
            return Ok(id);
        }
        Err(Failure::Busy)
    }
}

/// What stands for a source's folder.
fn root(source: &Source) -> &[u8] {
    match source {
        Source::Folder(path) => path.as_os_str().as_bytes(),
        Source::Bundled => b"",
    }
}

/// All libraries, as they are at one moment.
fn known(connection: &Connection) -> Result<Vec<Known>, Failure> {
    let mut rows = connection.prepare(
        "SELECT id, root, print, file FROM library LEFT JOIN sample ON library = id ORDER BY id",
    )?;
    let mut rows = rows.query([])?;
    let mut libraries: Vec<Known> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = LibraryId(row.get(0)?);
        if libraries.last().is_none_or(|library| library.id != id) {
            libraries.push(Known { id, root: row.get(1)?, sample: Sample::default() });
        }
        let article: (Option<i64>, Option<Vec<u8>>) = (row.get(2)?, row.get(3)?);
        if let ((Some(print), Some(file)), Some(library)) = (article, libraries.last_mut()) {
            library.sample.add(print, file);
        }
    }
    Ok(libraries)
}

/// The library that lay at a root last.
fn at<'a>(known: &'a [Known], root: &[u8]) -> Option<&'a Known> {
    known.iter().find(|library| library.root.as_deref() == Some(root))
}

/// The library that a source is.
fn find<'a>(
    known: &'a [Known],
    source: &Source,
    sample: &Sample,
    lies_in: impl Fn(&Sample, &Path) -> bool,
) -> Option<&'a Known> {
    let there = at(known, root(source)).filter(|there| !there.sample.is_of_another(sample));
    // Of one that was left before its articles were known nothing but the folder speaks for it.
    if there.is_some_and(|there| sample.is_empty() || !there.sample.is_empty()) {
        return there;
    }
    let moved = if *source == Source::Bundled { None } else { moved(known, sample, lies_in) };
    moved.or(there)
}

/// The library that is most like a sample of those that are not where they lay.
fn moved<'a>(
    known: &'a [Known],
    sample: &Sample,
    lies_in: impl Fn(&Sample, &Path) -> bool,
) -> Option<&'a Known> {
    let is_folder = |library: &&Known| library.root.as_ref().is_none_or(|root| !root.is_empty());
    let folders = known.iter().filter(is_folder);
    let mut like: Vec<_> =
        folders.filter_map(|it| Some((it.sample.likeness(sample)?, it))).collect();
    like.sort_by_key(|(likeness, _)| Reverse(*likeness));
    let is_there = |library: &Known| {
        let root = library.root.as_deref().map(|root| Path::new(OsStr::from_bytes(root)));
        root.is_some_and(|root| lies_in(&library.sample, root))
    };
    like.into_iter().map(|(_, library)| library).find(|library| !is_there(library))
}

fn add(change: &Transaction<'_>) -> Result<LibraryId, Failure> {
    change.execute("INSERT INTO library (root) VALUES (NULL)", [])?;
    Ok(LibraryId(change.last_insert_rowid()))
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

/// Puts what is remembered of a library behind that of another one, which it turned out to be.
fn merge(change: &Transaction<'_>, from: LibraryId, into: LibraryId) -> Result<(), Failure> {
    for statement in [
        "UPDATE visit SET library = ?2, session = session +
            (SELECT coalesce(max(session), 0) FROM visit WHERE library = ?2) WHERE library = ?1",
        "UPDATE OR REPLACE query SET library = ?2 WHERE library = ?1",
        "UPDATE OR REPLACE setting SET library = ?2 WHERE library = ?1",
        "UPDATE OR REPLACE article SET library = ?2 WHERE library = ?1",
        "UPDATE OR IGNORE read SET library = ?2 WHERE library = ?1",
        "UPDATE OR IGNORE star SET library = ?2 WHERE library = ?1",
        "UPDATE OR IGNORE spent SET library = ?2 WHERE library = ?1",
        "UPDATE OR REPLACE place SET library = ?2 WHERE library = ?1",
        "UPDATE highlight SET library = ?2 WHERE library = ?1",
        "UPDATE OR IGNORE resume SET library = ?2 WHERE library = ?1",
    ] {
        change.execute(statement, [from.0, into.0])?;
    }
    shelves::merge(change, from, into)?;
    change.execute("DELETE FROM library WHERE id = ?1", [from.0])?;
    Ok(())
}
