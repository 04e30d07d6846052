//! A document put into the database.
//!
//! What it comes to is found out before anything is written, so that it can be told without doing it.
//! Invariants: all of it is written or nothing, and what the document does not change is not written.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rusqlite::{Transaction, TransactionBehavior, params};

use super::{Database, Failure, LibraryId, Sample, export, migrations, shelves};
use crate::memory::archive::{Archive, Change, Kind, Library, Merged};

/// What an import does to a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Where the library lies here; `None` where it does not.
    pub folder: Option<Vec<u8>>,
    /// Whether it is the one that is built in.
    pub built_in: bool,
    /// Whether it was not known.
    pub is_new: bool,
    /// How much of each kind, where there is anything.
    pub changes: Vec<(Kind, Change)>,
}

/// A library as it will be.
struct Planned {
    /// Its number, if it is known.
    id: Option<LibraryId>,
    library: Library,
    merged: Merged,
    /// Its place among those of the document.
    of: Option<usize>,
}

impl Database {
    /// Puts a document into it, all of it or nothing, and says what that came to.
    ///
    /// # Errors
    /// When nothing was changed.
    pub fn import(&mut self, archive: &Archive) -> Result<Vec<Outcome>, Failure> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A newer Recto may have come meanwhile.
        migrations::is_known(&change, migrations::ALL)?;
        let planned = plan(export::libraries(&change)?, archive);
        for planned in &planned {
            write(&change, planned)?;
        }
        change.commit()?;
        Ok(outcomes(planned))
    }

    /// What it would come to. Nothing is changed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn try_import(&self, archive: &Archive) -> Result<Vec<Outcome>, Failure> {
        let moment = self.connection.unchecked_transaction()?;
        Ok(outcomes(plan(export::libraries(&moment)?, archive)))
    }
}

/// What it would come to where nothing is remembered yet.
#[must_use]
pub fn into_nothing(archive: &Archive) -> Vec<Outcome> {
    outcomes(plan(Vec::new(), archive))
}

/// In the order of the document.
fn outcomes(mut planned: Vec<Planned>) -> Vec<Outcome> {
    planned.retain(|planned| planned.of.is_some());
    planned.sort_by_key(|planned| planned.of);
    let outcome = |Planned { id, library, merged, .. }: Planned| Outcome {
        folder: library.folder,
        built_in: library.built_in,
        is_new: id.is_none(),
        changes: merged.changes.into_iter().collect(),
    };
    planned.into_iter().map(outcome).collect()
}

/// All libraries as they will be: the known ones, and behind them those that are new.
fn plan(known: Vec<(LibraryId, Library)>, archive: &Archive) -> Vec<Planned> {
    let planned =
        |(id, library)| Planned { id: Some(id), library, merged: Merged::default(), of: None };
    let mut all: Vec<_> = known.into_iter().map(planned).collect();
    recognise(&mut all, archive);
    let mut uids = HashMap::new();
    for (at, planned) in all.iter().enumerate() {
        let highlights = planned.library.highlights.iter();
        uids.extend(highlights.map(|it| (it.uid.clone(), (at, it.changed))));
    }
    for at in 0..all.len() {
        let Some(of) = all.get(at).and_then(|planned| planned.of) else { continue };
        let Some(mut library) = archive.libraries.get(of).cloned() else { continue };
        // A highlight is in one library: where it was changed last.
        library.highlights.retain(|highlight| match uids.get(&highlight.uid) {
            Some((home, changed)) if *home != at => {
                let is_newer = highlight.changed > *changed;
                if let Some(home) = all.get_mut(*home).filter(|_| is_newer) {
                    home.library.highlights.retain(|other| other.uid != highlight.uid);
                }
                is_newer
            }
            _ => true,
        });
        if let Some(planned) = all.get_mut(at) {
            planned.merged = planned.library.merge(&library);
        }
    }
    all
}

/// Finds out which library of the document is which of those that are known, and adds the others.
///
/// It is the one at its folder unless that is of other articles, else the one that is most like it,
/// wherever that lies: here its folder may be another one.
fn recognise(all: &mut Vec<Planned>, archive: &Archive) {
    let sample = |library: &Library| {
        let mut sample = Sample::default();
        for article in &library.sample {
            sample.add(article.print, article.file.clone());
        }
        sample
    };
    let samples: Vec<_> = all.iter().map(|planned| sample(&planned.library)).collect();
    let mut left = Vec::new();
    for (of, library) in archive.libraries.iter().enumerate() {
        let own = sample(library);
        let found = all.iter_mut().zip(&samples).find(|(planned, sample)| {
            let is_there = planned.library.built_in == library.built_in
                && planned.library.folder == library.folder
                && planned.of.is_none();
            // Of one that lies nowhere nothing but its articles speaks for it.
            let is_somewhere = library.built_in || library.folder.is_some();
            let is_nothing = own.is_empty() && sample.is_empty();
            is_there && (is_nothing || is_somewhere && !sample.is_of_another(&own))
        });
        match found {
            Some((planned, _)) => planned.of = Some(of),
            None => left.push((of, library, own)),
        }
    }
    for (of, library, own) in left {
        let alike = all.iter_mut().zip(&samples).filter_map(|(planned, sample)| {
            let is_free = planned.of.is_none() && !planned.library.built_in && !library.built_in;
            Some((sample.likeness(&own).filter(|_| is_free)?, planned))
        });
        // Of equals the first one.
        let best =
            alike.fold(
                None,
                |best: Option<(usize, &mut Planned)>, (likeness, planned)| match best {
                    Some(best) if best.0 >= likeness => Some(best),
                    _ => Some((likeness, planned)),
                },
            );
        if let Some((_, planned)) = best {
            planned.of = Some(of);
        } else {
            add(all, of, library);
        }
    }
    for planned in all.iter_mut().filter(|planned| planned.library.sample.is_empty()) {
        if let Some(library) = planned.of.and_then(|of| archive.libraries.get(of)) {
            planned.library.sample.clone_from(&library.sample);
        }
    }
}

/// Adds a library that is not known. Where it lay may be on another machine; should another library turn
/// out to lie there, its articles tell.
fn add(all: &mut Vec<Planned>, of: usize, library: &Library) {
    let is_at = |planned: &Planned| {
        (planned.library.built_in, &planned.library.folder) == (library.built_in, &library.folder)
    };
    let is_taken = all.iter().any(is_at);
    let new = Library {
        built_in: library.built_in && !is_taken,
        folder: library.folder.clone().filter(|_| !is_taken),
        ..Library::default()
    };
    all.push(Planned { id: None, library: new, merged: Merged::default(), of: Some(of) });
}

/// Writes a library as it will be.
fn write(change: &Transaction<'_>, planned: &Planned) -> Result<(), Failure> {
    let Planned { id, library, merged, of } = planned;
    if of.is_none() {
        return Ok(());
    }
    let id = match id {
        Some(LibraryId(id)) => *id,
        None => {
            let root = if library.built_in { Some(&[][..]) } else { library.folder.as_deref() };
            change.execute("INSERT INTO library (root) VALUES (?1)", [root])?;
            change.last_insert_rowid()
        }
    };
    let mut sample = change
        .prepare("INSERT OR IGNORE INTO sample (library, print, file) VALUES (?1, ?2, ?3)")?;
    let is_unknown = "SELECT count(*) = 0 FROM sample WHERE library = ?1";
    if change.query_row(is_unknown, [id], |row| row.get(0))? {
        for article in &library.sample {
            sample.execute(params![id, article.print, article.file])?;
        }
    }
    let writing = Writing { change, id, library };
    writing.visits(merged)?;
    for kind in merged.changes.keys() {
        writing.write(*kind)?;
    }
    Ok(())
}

/// The writing of one library.
struct Writing<'a> {
    change: &'a Transaction<'a>,
    id: i64,
    library: &'a Library,
}

impl Writing<'_> {
    /// Makes room for the visits that come, and adds them.
    fn visits(&self, merged: &Merged) -> Result<(), Failure> {
        let mut number = self
            .change
            .prepare("UPDATE visit SET session = ?3 WHERE library = ?1 AND session = ?2")?;
        for (from, to) in &merged.moved {
            number.execute([self.id, *from, *to])?;
        }
        let mut add = self.change.prepare(
            "INSERT INTO visit (library, session, time, article, question, subject)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for visit in &merged.visits {
            let named = (&visit.article, &visit.question, &visit.subject);
            add.execute(params![self.id, visit.session, visit.time, named.0, named.1, named.2])?;
        }
        Ok(())
    }

    /// Puts everything of a kind in place of what is there.
    fn write(&self, kind: Kind) -> Result<(), Failure> {
        let Library { settings, queries, articles, read, stars, spent, places, .. } = self.library;
        let id = self.id;
        match kind {
            // Added one by one.
            Kind::Visits => {}
            Kind::Settings => self.replace(
                "setting",
                "(library, name, value) VALUES (?1, ?2, ?3)",
                settings.iter().map(|it| (id, &it.name, &it.value)),
            )?,
            Kind::Queries => self.replace(
                "query",
                "(library, text, time) VALUES (?1, ?2, ?3)",
                queries.iter().map(|it| (id, &it.text, it.time)),
            )?,
            Kind::Articles => self.replace(
                "article",
                "(library, article, question, subject) VALUES (?1, ?2, ?3, ?4)",
                articles.iter().map(|it| (id, &it.article, &it.question, &it.subject)),
            )?,
            Kind::Read => self.replace(
                "read",
                "(library, article, time) VALUES (?1, ?2, ?3)",
                read.iter().map(|it| (id, &it.article, it.time)),
            )?,
            Kind::Stars => self.replace(
                "star",
                "(library, article, time) VALUES (?1, ?2, ?3)",
                stars.iter().map(|it| (id, &it.article, it.time)),
            )?,
            Kind::Spent => self.replace(
                "spent",
                "(library, article, time, seconds) VALUES (?1, ?2, ?3, ?4)",
                spent.iter().map(|it| (id, &it.article, it.time, it.seconds)),
            )?,
            Kind::Places => self.replace(
                "place",
                "(library, article, time, leaf, skipped) VALUES (?1, ?2, ?3, ?4, ?5)",
                places.iter().map(|it| (id, &it.article, it.time, it.leaf, it.offset)),
            )?,
            Kind::Shelves | Kind::Shelved => self.shelves()?,
            Kind::Highlights => self.highlights()?,
            Kind::Resume => self.resume()?,
        }
        Ok(())
    }

    fn replace<P: rusqlite::Params>(
        &self,
        table: &str,
        values: &str,
        rows: impl Iterator<Item = P>,
    ) -> Result<(), Failure> {
        self.change.execute(&format!("DELETE FROM {table} WHERE library = ?1"), [self.id])?;
        let mut add = self.change.prepare(&format!("INSERT OR REPLACE INTO {table} {values}"))?;
        for row in rows {
            add.execute(row)?;
        }
        Ok(())
    }

    fn shelves(&self) -> Result<(), Failure> {
        let mut add = self.change.prepare(
            "INSERT OR IGNORE INTO shelved (shelf, article, place, time) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for shelf in &self.library.shelves {
            let id = shelves::made(self.change, LibraryId(self.id), &shelf.name)?;
            self.change.execute("DELETE FROM shelved WHERE shelf = ?1", [id])?;
            for (place, article) in (0_i64..).zip(&shelf.articles) {
                add.execute(params![id, article.article, place, article.time])?;
            }
        }
        Ok(())
    }

    fn highlights(&self) -> Result<(), Failure> {
        self.replace(
            "highlight",
            "(uid, library, article, exact, prefix, suffix, leaf, skipped, note, made, changed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            self.library.highlights.iter().map(|it| {
                let quote = (&it.exact, &it.prefix, &it.suffix, it.leaf, it.offset);
                let (exact, prefix, suffix, leaf, offset) = quote;
                let (uid, article, note) = (&it.uid, &it.article, &it.note);
                let times = (it.made, it.changed);
                (uid, self.id, article, exact, prefix, suffix, leaf, offset, note, times.0, times.1)
            }),
        )
    }

    fn resume(&self) -> Result<(), Failure> {
        let Some(left) = &self.library.resume else { return Ok(()) };
        let state = serde_json::to_string(&left.state)
            .map_err(|error| Failure::Unusable(format!("nothing to be written: {error}")))?;
        self.change.execute(
            "INSERT OR IGNORE INTO resume (library, time, state) VALUES (?1, ?2, ?3)",
            params![self.id, left.time, state],
        )?;
        Ok(())
    }
}
