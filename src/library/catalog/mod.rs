//! The catalog: the in-memory table of a library's articles, without their answers.
//!
//! Pure. All texts lie in one arena and all else in columns of numbers, so that a million articles
//! cost no allocation each, and so that the whole can be written to a file as it lies there.
//! Invariant: a row is one file; it keeps its number while the file changes, goes and comes back.

mod change;
mod columns;
mod edges;
mod keys;
mod record;
mod resolve;
mod strings;
mod table;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::find::Haystack;
use crate::library::subject::{SubjectId, Subjects};

pub use crate::find::Columns;
pub use change::Changed;
use edges::{Edges, Target, Wanted};
use keys::Keys;
pub use record::{Batch, Changes, Record, Stamp, State, path_key, shown_path};
use resolve::Firsts;
pub use resolve::Lookup;
pub use table::Entry;
use table::{Kind, Row, Table};

/// The row of an article in its catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// What leads nowhere by its url is looked for again after so many articles, or a quarter more than
/// there were, so that it stays little.
const LOOK_AGAIN: usize = 4096;

/// How far it can be told where a reference leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Leads {
    /// Not at all: articles are being changed.
    Nowhere,
    /// To the article with its url; what comes later may be meant more exactly than anything else.
    #[default]
    ByUrl,
    /// To what comes nearest to it, because all articles are there.
    ToNearest,
}

/// The table, and what finds articles in it.
#[derive(Debug, Clone)]
pub struct Catalog {
    table: Table,
    keys: Keys,
    edges: Edges,
    haystack: Haystack,
    /// The rows in the order of a walk, once they do not lie in it any more.
    order: Vec<u32>,
    /// Whether that is the order of their paths. It is not where a name is not UTF-8.
    is_in_order: bool,
    /// Whether any row changed or went since it was put in.
    stale: bool,
    gone: usize,
    unlisted: usize,
    /// How many have a front matter.
    fronted: usize,
    leads: Leads,
    /// Which rows have, or had, a question that another one has: few, so that most need no look at all.
    alike: Vec<bool>,
    /// How many rows there were when loose references were last looked for.
    looked: usize,
}

impl Default for Catalog {
    fn default() -> Self {
        Self {
            table: Table::default(),
            keys: Keys::default(),
            edges: Edges::default(),
            haystack: Haystack::default(),
            order: Vec::new(),
            is_in_order: true,
            stale: false,
            gone: 0,
            unlisted: 0,
            fronted: 0,
            leads: Leads::default(),
            alike: Vec::new(),
            looked: 0,
        }
    }
}

impl Catalog {
    /// A catalog without articles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article as the last row.
    ///
    /// # Errors
    /// The record, when the catalog is full: of two thousand million articles, or of four gigabytes of
    /// their texts.
    pub fn push(&mut self, record: Record) -> Result<ArticleId, Box<Record>> {
        let number = u32::try_from(self.rows()).ok().filter(|row| *row < Keys::ROWS);
        let Some((number, row)) =
            number.and_then(|number| Some((number, self.table.make(&record)?)))
        else {
            return Err(record.into());
        };
        self.table.rows.push(row);
        if self.order.is_empty() && number > 0 {
            self.is_in_order &= self.table.by_path(number - 1, number) == Ordering::Less;
        }
        self.haystack.push(&record.question);
        self.enter(number, record, true);
        if self.rows() > self.looked + self.looked / 4 + LOOK_AGAIN {
            self.look_again(|_, _| true);
        }
        Ok(ArticleId(number))
    }

    /// Counts a row and enters it under its keys, with its references; one that is not `new` may stand
    /// under some of them.
    fn enter(&mut self, number: u32, record: Record, new: bool) {
        if let Some(row) = self.table.rows.get(number as usize).copied() {
            self.table.count(&row);
            self.unlisted += usize::from(row.is(Row::UNLISTED));
            self.fronted += usize::from(row.is(Row::FRONT_MATTER));
        }
        for kind in Kind::ALL {
            let table = &self.table;
            if let Some(key) = table.key(kind, number) {
                self.keys.put(key, number, new, |other| table.key(kind, other) == Some(key));
            }
        }
        self.note_alike(number);
        match record.file {
            Some(file) => drop(self.table.files.insert(number, file)),
            None => drop(self.table.files.remove(&number)),
        }
        let start = self.edges.end();
        for reference in &record.related {
            // Most references name their article by its url, and then nothing else matters.
            let exact = match self.leads {
                Leads::Nowhere => None,
                _ => reference.url.as_deref().and_then(|url| self.with_url(url)),
            };
            if let Some(id) = exact.filter(|id| id.0 != number) {
                self.edges.push(number, Target::Exact(id.0), Wanted::default());
            } else {
                let wanted = self.wanted(reference);
                let target = self.lead(number, &wanted, &Firsts::default());
                self.edges.push(number, target, wanted);
            }
        }
        let count = self.edges.end() - start;
        if let Some(row) = self.table.rows.get_mut(number as usize) {
            (row.targets, row.target_count) = (start, count);
        }
    }

    /// Notes of a row, and of one that has the same question, that they are titled alike.
    fn note_alike(&mut self, number: u32) {
        let Some(key) = self.table.key(Kind::Title, number) else { return };
        let is = |row: u32| self.table.key(Kind::Title, row) == Some(key);
        let other = if self.stale {
            self.keys.candidates(key).find(|row| *row != number && is(*row))
        } else {
            self.keys.first(key, is).map(|(row, _)| row).filter(|row| *row != number)
        };
        for row in other.into_iter().flat_map(|other| [other, number]) {
            let row = row as usize;
            if let Some(row) = self.table.rows.get_mut(row) {
                row.set(Row::TITLED_ALIKE);
            }
            if self.alike.len() <= row {
                self.alike.resize(row + 1, false);
            }
            if let Some(alike) = self.alike.get_mut(row) {
                *alike = true;
            }
        }
    }

    /// Whether another article may have the same question.
    fn is_alike(&self, number: u32) -> bool {
        self.alike.get(number as usize).is_some_and(|alike| *alike)
    }

    /// Counts a row no more.
    fn discount(&mut self, row: &Row) {
        self.table.discount(row);
        self.unlisted -= usize::from(row.is(Row::UNLISTED));
        self.fronted -= usize::from(row.is(Row::FRONT_MATTER));
    }

    /// The article in a row.
    #[must_use]
    pub fn get(&self, id: ArticleId) -> Option<Entry<'_>> {
        self.table.row(id.0).and_then(|_| self.table.entry(id.0))
    }

    /// The article in a row, also when its file is gone: as it was.
    #[must_use]
    pub fn get_even_gone(&self, id: ArticleId) -> Option<Entry<'_>> {
        self.table.entry(id.0)
    }

    /// Whether an article stands in lists without being asked for.
    #[must_use]
    pub fn is_listed(&self, id: ArticleId) -> bool {
        self.table.row(id.0).is_some_and(|row| !row.is(Row::UNLISTED))
    }

    /// Whether an article names related ones or links to others.
    #[must_use]
    pub fn names_related(&self, id: ArticleId) -> bool {
        self.table.row(id.0).is_some_and(|row| row.target_count > 0)
    }

    /// What an article has in common with those of the same question and the same text; `None` if
    /// there is none such, as far as that can be told without reading texts.
    #[must_use]
    pub fn twin(&self, id: ArticleId) -> Option<u64> {
        if !self.is_alike(id.0) {
            return None;
        }
        Some(self.table.row(id.0)?.twin).filter(|twin| *twin != 0)
    }

    /// Where the references of an article lead, in its order; `None` for those that lead to no other one.
    pub fn references(&self, id: ArticleId) -> impl Iterator<Item = Option<ArticleId>> {
        let row = self.table.row(id.0);
        let targets = row.map(|row| self.edges.targets(row.targets, row.target_count));
        let targets = targets.unwrap_or_default().iter();
        targets.map(|target| Some(ArticleId(*target)).filter(|id| id.0 != edges::NOWHERE))
    }

    /// The subject of the article in a row.
    #[must_use]
    pub fn subject_of(&self, id: ArticleId) -> Option<SubjectId> {
        self.table.row(id.0).map(|row| SubjectId(row.subject))
    }

    /// The label of the subject of the article in a row, also when its file is gone.
    #[must_use]
    pub fn subject_label(&self, id: ArticleId) -> &str {
        let row = self.table.rows.get(id.0 as usize);
        row.and_then(|row| self.subjects().get(SubjectId(row.subject)))
            .map_or("", |subject| subject.label.as_str())
    }

    /// The subjects.
    #[must_use]
    pub fn subjects(&self) -> &Subjects {
        &self.table.subjects
    }

    /// The questions, for finding; row n is article n.
    #[must_use]
    pub fn haystack(&self) -> &Haystack {
        &self.haystack
    }

    /// All articles, in the order of a walk.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        let as_they_lie = if self.order.is_empty() { self.rows() } else { 0 };
        let as_they_lie = 0..u32::try_from(as_they_lie).unwrap_or(u32::MAX);
        let rows = as_they_lie.chain(self.order.iter().copied());
        rows.filter(|row| self.table.row(*row).is_some()).map(ArticleId)
    }

    /// Rows, those of articles that are gone included: every row's number is below this.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.rows.len()
    }

    /// Articles, unlisted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows() - self.gone
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Articles that stand in lists and counts.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.len() - self.unlisted
    }

    /// Articles that do not.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Articles with a front matter.
    #[must_use]
    pub fn fronted(&self) -> usize {
        self.fronted
    }

    /// Computes who links to whom; called when all articles are there.
    pub fn link(&mut self) {
        self.leads = Leads::ToNearest;
        self.look_again(|_, _| true);
        self.index_backlinks();
    }

    fn index_backlinks(&mut self) {
        let rows = (0..).zip(&self.table.rows).filter(|(_, row)| !row.is(Row::GONE));
        let pairs = rows.flat_map(|(source, row)| {
            let targets = self.edges.targets(row.targets, row.target_count).iter();
            targets.filter(|target| **target != edges::NOWHERE).map(move |target| [*target, source])
        });
        self.edges.index(pairs.collect());
    }

    /// The articles that refer to this one, in order; empty before `link`.
    #[must_use]
    pub fn backlinks(&self, id: ArticleId) -> Vec<ArticleId> {
        let refers = |source: &u32| {
            self.table.row(*source).is_some_and(|row| {
                self.edges.targets(row.targets, row.target_count).contains(&id.0)
            })
        };
        let mut sources: Vec<_> =
            self.edges.candidates(id.0).into_iter().filter(refers).map(ArticleId).collect();
        if !self.order.is_empty() {
            sources.sort_by(|a, b| self.table.by_path(a.0, b.0));
        }
        sources
    }
}
