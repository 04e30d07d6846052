//! The shelves of a library, and the articles on each in the order of the reader's.
//!
//! Invariant: on a shelf the places are 0, 1, 2 and so on, also after two programs changed it at once.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::rows::{named, number, text};
use super::{Failure, LibraryId, marks};
use crate::memory::{Shelf, ShelfChange};

/// Carries a change out.
pub(super) fn keep(
    change: &Transaction<'_>,
    library: LibraryId,
    shelf: &ShelfChange,
    time: i64,
) -> Result<(), Failure> {
    match shelf {
        ShelfChange::Make(name) => {
            made(change, library, name)?;
        }
        ShelfChange::Rename { from, to } => rename(change, library, from, to)?,
        ShelfChange::Drop(name) => {
            let drop = "DELETE FROM shelf WHERE library = ?1 AND name = ?2";
            change.execute(drop, params![library.0, name])?;
        }
        ShelfChange::Put(name, article) => {
            let shelf = made(change, library, name)?;
            marks::name(change, library, article)?;
            change.execute(
                "INSERT OR IGNORE INTO shelved (shelf, article, place, time)
                    VALUES (?1, ?2, (SELECT count(*) FROM shelved WHERE shelf = ?1), ?3)",
                params![shelf, article.article, time],
            )?;
        }
        ShelfChange::Take(name, article) => {
            if let Some(shelf) = known(change, library, name)? {
                let take = "DELETE FROM shelved WHERE shelf = ?1 AND article = ?2";
                change.execute(take, params![shelf, article])?;
                order(change, shelf, &articles(change, shelf)?)?;
            }
        }
        ShelfChange::Move { shelf, article, to } => {
            let Some(shelf) = known(change, library, shelf)? else { return Ok(()) };
            let mut articles = articles(change, shelf)?;
            let before = articles.len();
            articles.retain(|other| other != article);
            if articles.len() < before {
                articles.insert((*to).min(articles.len()), article.clone());
                order(change, shelf, &articles)?;
            }
        }
    }
    Ok(())
}

/// Has an article stand wherever another key stands; where it stands already it keeps its place.
pub(super) fn rekey(
    change: &Transaction<'_>,
    library: LibraryId,
    from: &str,
    to: &str,
) -> Result<(), Failure> {
    for (shelf, _) in all(change, library)? {
        let rekey = "UPDATE OR IGNORE shelved SET article = ?3 WHERE shelf = ?1 AND article = ?2";
        change.execute(rekey, params![shelf, from, to])?;
        let forget = "DELETE FROM shelved WHERE shelf = ?1 AND article = ?2";
        if change.execute(forget, params![shelf, from])? > 0 {
            order(change, shelf, &articles(change, shelf)?)?;
        }
    }
    Ok(())
}

/// The shelf with a name, which is made if there is none.
pub(super) fn made(
    change: &Transaction<'_>,
    library: LibraryId,
    name: &str,
) -> Result<i64, Failure> {
    if let Some(shelf) = known(change, library, name)? {
        return Ok(shelf);
    }
    let make = "INSERT INTO shelf (library, name) VALUES (?1, ?2)";
    change.execute(make, params![library.0, name])?;
    Ok(change.last_insert_rowid())
}

fn known(connection: &Connection, library: LibraryId, name: &str) -> Result<Option<i64>, Failure> {
    let known = "SELECT id FROM shelf WHERE library = ?1 AND name = ?2";
    Ok(connection.query_row(known, params![library.0, name], |row| row.get(0)).optional()?)
}

/// The keys of the articles on a shelf.
fn articles(connection: &Connection, shelf: i64) -> Result<Vec<String>, Failure> {
    let mut articles = connection
        .prepare("SELECT article FROM shelved WHERE shelf = ?1 ORDER BY place, article")?;
    let articles = articles.query_map([shelf], |row| row.get(0))?;
    Ok(articles.collect::<Result<_, _>>()?)
}

/// Gives the articles of a shelf their places.
fn order(change: &Transaction<'_>, shelf: i64, articles: &[String]) -> Result<(), Failure> {
    let mut place =
        change.prepare("UPDATE shelved SET place = ?3 WHERE shelf = ?1 AND article = ?2")?;
    for (at, article) in articles.iter().enumerate() {
        place.execute(params![shelf, article, number(at)])?;
    }
    Ok(())
}

fn rename(
    change: &Transaction<'_>,
    library: LibraryId,
    from: &str,
    to: &str,
) -> Result<(), Failure> {
    let Some(shelf) = known(change, library, from)?.filter(|_| from != to) else { return Ok(()) };
    if let Some(other) = known(change, library, to)? {
        return join(change, shelf, other);
    }
    change.execute("UPDATE shelf SET name = ?2 WHERE id = ?1", params![shelf, to])?;
    Ok(())
}

/// Puts the articles of a shelf behind those of another one, which has them all from then on.
pub(super) fn join(change: &Transaction<'_>, from: i64, into: i64) -> Result<(), Failure> {
    let mut both = articles(change, into)?;
    for article in articles(change, from)? {
        if !both.contains(&article) {
            both.push(article);
        }
    }
    change.execute("UPDATE OR IGNORE shelved SET shelf = ?2 WHERE shelf = ?1", [from, into])?;
    change.execute("DELETE FROM shelf WHERE id = ?1", [from])?;
    order(change, into, &both)
}

/// Gives the shelves of a library to another one.
pub(super) fn merge(
    change: &Transaction<'_>,
    from: LibraryId,
    into: LibraryId,
) -> Result<(), Failure> {
    for (shelf, name) in all(change, from)? {
        let other = made(change, into, &name)?;
        join(change, shelf, other)?;
    }
    Ok(())
}

/// The shelves of a library, with their names as they are in the file.
fn all(connection: &Connection, LibraryId(id): LibraryId) -> Result<Vec<(i64, String)>, Failure> {
    let mut shelves =
        connection.prepare("SELECT id, name FROM shelf WHERE library = ?1 ORDER BY name")?;
    let shelves = shelves.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(shelves.collect::<Result<_, _>>()?)
}

/// The shelves of a library in the order of their names.
pub(super) fn recall(connection: &Connection, library: LibraryId) -> Result<Vec<Shelf>, Failure> {
    let mut rows = connection.prepare(
        "SELECT shelf.id, shelf.name, article, question, subject
            FROM shelf LEFT JOIN shelved ON shelf = shelf.id
            LEFT JOIN article USING (library, article)
            WHERE shelf.library = ?1 ORDER BY shelf.name, shelf.id, place, article",
    )?;
    let mut rows = rows.query([library.0])?;
    let mut shelves: Vec<Shelf> = Vec::new();
    let mut last = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if last.replace(id) != Some(id) {
            shelves.push(Shelf { name: text(row, 1)?, articles: Vec::new() });
        }
        let is_empty = row.get_ref(2)? == ValueRef::Null;
        if let Some(shelf) = shelves.last_mut().filter(|_| !is_empty) {
            shelf.articles.push(named(row, 2)?);
        }
    }
    Ok(shelves)
}
