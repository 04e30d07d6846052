//! What is kept of single articles: how they are called, which are read and starred, how long each was
//! read, and where each was left; and where the reading is to be taken up.
//!
//! Invariant: of an article that is gone its name is still known.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;

use super::rows::{named, number, place, text};
use super::{Failure, LibraryId};
use crate::document::Position;
use crate::memory::{Named, Resume};
use crate::text::sanitize;

/// Keeps how an article is called.
pub(super) fn name(
    change: &Transaction<'_>,
    LibraryId(id): LibraryId,
    named: &Named,
) -> Result<(), Failure> {
    let Named { article, question, subject } = named;
    change.execute(
        "INSERT OR REPLACE INTO article (library, article, question, subject)
            VALUES (?1, ?2, ?3, ?4)",
        params![id, article, question, subject],
    )?;
    Ok(())
}

/// Keeps whether an article is read. It is so since it was so first.
pub(super) fn keep_read(
    change: &Transaction<'_>,
    library: LibraryId,
    article: &Named,
    is_read: bool,
    time: i64,
) -> Result<(), Failure> {
    let statement = if is_read {
        name(change, library, article)?;
        "INSERT OR IGNORE INTO read (library, article, time) VALUES (?1, ?2, ?3)"
    } else {
        "DELETE FROM read WHERE library = ?1 AND article = ?2 AND ?3 IS NOT NULL"
    };
    change.execute(statement, params![library.0, article.article, time])?;
    Ok(())
}

/// Keeps whether an article is starred.
pub(super) fn keep_star(
    change: &Transaction<'_>,
    library: LibraryId,
    article: &Named,
    is_starred: bool,
    time: i64,
) -> Result<(), Failure> {
    let statement = if is_starred {
        name(change, library, article)?;
        "INSERT OR IGNORE INTO star (library, article, time) VALUES (?1, ?2, ?3)"
    } else {
        "DELETE FROM star WHERE library = ?1 AND article = ?2 AND ?3 IS NOT NULL"
    };
    change.execute(statement, params![library.0, article.article, time])?;
    Ok(())
}

/// Keeps that an article was read for so many seconds until now.
pub(super) fn keep_spent(
    change: &Transaction<'_>,
    library: LibraryId,
    article: &Named,
    seconds: u32,
    time: i64,
) -> Result<(), Failure> {
    name(change, library, article)?;
    change.execute(
        "INSERT INTO spent (library, article, time, seconds) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds",
        params![library.0, article.article, time, seconds],
    )?;
    Ok(())
}

/// Keeps where an article was left before its end.
pub(super) fn keep_left(
    change: &Transaction<'_>,
    library: LibraryId,
    article: &Named,
    position: Option<Position>,
    time: i64,
) -> Result<(), Failure> {
    let Some(Position { leaf, offset }) = position else {
        let forget = "DELETE FROM place WHERE library = ?1 AND article = ?2";
        change.execute(forget, params![library.0, article.article])?;
        return Ok(());
    };
    name(change, library, article)?;
    change.execute(
        "INSERT OR REPLACE INTO place (library, article, time, leaf, skipped)
            VALUES (?1, ?2, ?3, ?4, ?5)",
        params![library.0, article.article, time, number(leaf), number(offset)],
    )?;
    Ok(())
}

/// Gives an article what is kept of another key, but for shelves; what it has already counts more.
pub(super) fn rekey(
    change: &Transaction<'_>,
    library: LibraryId,
    from: &str,
    to: &Named,
) -> Result<(), Failure> {
    for statement in [
        "UPDATE OR IGNORE read SET article = ?3 WHERE library = ?1 AND article = ?2",
        "UPDATE OR IGNORE star SET article = ?3 WHERE library = ?1 AND article = ?2",
        "UPDATE OR IGNORE place SET article = ?3 WHERE library = ?1 AND article = ?2",
        "INSERT INTO spent (library, article, time, seconds)
            SELECT library, ?3, time, seconds FROM spent WHERE library = ?1 AND article = ?2
            ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds",
        "UPDATE highlight SET article = ?3 WHERE library = ?1 AND article = ?2",
        "UPDATE visit SET article = ?3 WHERE library = ?1 AND article = ?2",
    ] {
        change.execute(statement, params![library.0, from, to.article])?;
    }
    for table in ["read", "star", "place", "spent", "article"] {
        let forget = format!("DELETE FROM {table} WHERE library = ?1 AND article = ?2");
        change.execute(&forget, params![library.0, from])?;
    }
    name(change, library, to)
}

/// Keeps where the reading is to be taken up; `is_only_first` if that is not known yet.
pub(super) fn keep_resume(
    change: &Transaction<'_>,
    library: LibraryId,
    resume: &Resume,
    is_only_first: bool,
    time: i64,
) -> Result<(), Failure> {
    let state = serde_json::to_string(resume)
        .map_err(|error| Failure::Unusable(format!("nothing to be written: {error}")))?;
    let way = if is_only_first { "IGNORE" } else { "REPLACE" };
    // Behind those of the other libraries, also where a clock was ahead.
    let statement = format!(
        "INSERT OR {way} INTO resume (library, time, state) VALUES (?1,
            max(?2, (SELECT coalesce(max(time) + 1, ?2) FROM resume WHERE library <> ?1)), ?3)",
    );
    change.execute(&statement, params![library.0, time, state])?;
    Ok(())
}

/// The articles that count as read, and since when.
pub(super) fn recall_read(
    connection: &Connection,
    LibraryId(id): LibraryId,
) -> Result<HashMap<String, i64>, Failure> {
    let mut read = connection.prepare("SELECT article, time FROM read WHERE library = ?1")?;
    let read = read.query_map([id], |row| Ok((text(row, 0)?, row.get(1)?)))?;
    Ok(read.collect::<Result<_, _>>()?)
}

/// The starred articles, the last one last.
pub(super) fn recall_stars(
    connection: &Connection,
    LibraryId(id): LibraryId,
) -> Result<Vec<Named>, Failure> {
    let mut stars = connection.prepare(
        "SELECT article, question, subject FROM star LEFT JOIN article USING (library, article)
            WHERE library = ?1 ORDER BY time, article",
    )?;
    let stars = stars.query_map([id], |row| named(row, 0))?;
    Ok(stars.collect::<Result<_, _>>()?)
}

/// Where articles were left before their end.
pub(super) fn recall_left(
    connection: &Connection,
    LibraryId(id): LibraryId,
) -> Result<HashMap<String, Position>, Failure> {
    let mut left =
        connection.prepare("SELECT article, leaf, skipped FROM place WHERE library = ?1")?;
    let left = left.query_map([id], |row| Ok((text(row, 0)?, place(row, 1)?)))?;
    Ok(left.collect::<Result<_, _>>()?)
}

/// Where the reading is to be taken up, unless nobody can tell any more.
pub(super) fn recall_resume(
    connection: &Connection,
    LibraryId(id): LibraryId,
) -> Result<Option<Resume>, Failure> {
    let state = "SELECT state FROM resume WHERE library = ?1";
    let state = connection.query_row(state, [id], |row| text(row, 0)).optional()?;
    Ok(state.and_then(|state| {
        let mut state = serde_json::from_str(&state).ok()?;
        clean(&mut state);
        serde_json::from_value(state).ok()
    }))
}

/// Has every text of a value pass the gate: JSON may write any character as letters and digits.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = sanitize::line(text).into_owned(),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}
