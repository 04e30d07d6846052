//! The highlights of a library and the notes beside them.
//!
//! Invariant: a highlight is known by its `uid`, in every library and in every file that was exported.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::rows::{named, number, place, text, text_of_lines};
use super::{Failure, LibraryId, marks};
use crate::memory::{Highlight, Quote, note};

/// Keeps a highlight as it is now, but for what others wrote into its note since it was `before`.
pub(super) fn keep(
    change: &Transaction<'_>,
    library: LibraryId,
    highlight: &Highlight,
    before: &str,
) -> Result<(), Failure> {
    let Highlight { uid, article, quote, note, made, changed } = highlight;
    let Quote { exact, prefix, suffix, position } = quote;
    let theirs = "SELECT note FROM highlight WHERE uid = ?1";
    let theirs = change.query_row(theirs, [uid], |row| text_of_lines(row, 0)).optional()?;
    let note = note::both(theirs.as_deref().unwrap_or_default(), before, note);
    marks::name(change, library, article)?;
    change.execute(
        "INSERT OR REPLACE INTO highlight
            (uid, library, article, exact, prefix, suffix, leaf, skipped, note, made, changed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            uid,
            library.0,
            article.article,
            exact,
            prefix,
            suffix,
            number(position.leaf),
            number(position.offset),
            note,
            made,
            changed
        ],
    )?;
    Ok(())
}

/// Forgets a highlight.
pub(super) fn forget(change: &Transaction<'_>, uid: &str) -> Result<(), Failure> {
    change.execute("DELETE FROM highlight WHERE uid = ?1", [uid])?;
    Ok(())
}

/// The highlights of a library, in the order in which they were made.
pub(super) fn recall(
    connection: &Connection,
    LibraryId(id): LibraryId,
) -> Result<Vec<Highlight>, Failure> {
    let mut highlights = connection.prepare(
        "SELECT article, question, subject, uid, exact, prefix, suffix, leaf, skipped, note, made,
            changed FROM highlight LEFT JOIN article USING (library, article)
            WHERE library = ?1 ORDER BY made, uid",
    )?;
    let highlights = highlights.query_map([id], |row| {
        Ok(Highlight {
            article: named(row, 0)?,
            uid: text(row, 3)?,
            quote: Quote {
                exact: text_of_lines(row, 4)?,
                prefix: text_of_lines(row, 5)?,
                suffix: text_of_lines(row, 6)?,
                position: place(row, 7)?,
            },
            note: text_of_lines(row, 9)?,
            made: row.get(10)?,
            changed: row.get(11)?,
        })
    })?;
    Ok(highlights.collect::<Result<_, _>>()?)
}
