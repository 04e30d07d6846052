//! The list of questions and its filter.
//!
//! Holds rows of the catalog, best match first or in another order, those that say the same folded.
//! Invariant: unless a search is under way, the rows are
//! those of the filter typed, the subject chosen and the articles loaded; until then they are those
//! of the last search.

use super::filtering::Filtering;
use super::folding::{Folds, Twins};
use super::input::Input;
use super::list::List;
use super::marks::Marks;
use super::members::Membership;
use super::scope::{Scope, Within};
use super::sieve::Sieve;
use super::sorting::Sorting;
use crate::find::{Found, Query};
use crate::library::catalog::{ArticleId, Catalog};
use crate::query::{self, Fault};

/// The state of the pane.
pub struct Questions {
    /// The filter as typed.
    pub input: Input,
    /// Whether keys type into the filter.
    pub typing: bool,
    /// What the list was found with.
    pub query: Query,
    /// What was found, as it stands in the list.
    pub found: Found,
    /// How many articles those are, folded ones included.
    pub articles: usize,
    /// How those stand in the list that say the same.
    pub folds: Folds,
    /// What of the filter was not understood.
    pub faults: Vec<Fault>,
    /// The place in the list.
    pub list: List,
    /// Whether the reader has moved in the list, so that its place must be kept.
    pub moved: bool,
    /// What it is sorted by.
    pub sorting: Sorting,
    /// What the list is found in.
    pub within: Within,
    /// What the filter wants to know of the index.
    pub membership: Membership,
    filtering: Filtering,
    /// Whether the best match is to be selected once the search under way is over.
    to_best: bool,
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            input: Input::default(),
            typing: true,
            query: Query::default(),
            found: Found::default(),
            articles: 0,
            folds: Folds::default(),
            faults: Vec::new(),
            list: List::default(),
            moved: false,
            sorting: Sorting::default(),
            within: Within::All,
            membership: Membership::default(),
            filtering: Filtering::default(),
            to_best: false,
        }
    }
}

impl Questions {
    /// The article in a row of the list.
    #[must_use]
    pub fn article_at(&self, row: usize) -> Option<ArticleId> {
        self.found.rows.get(row).copied().map(ArticleId)
    }

    /// The selected article.
    #[must_use]
    pub fn selected(&self) -> Option<ArticleId> {
        self.article_at(self.list.selected)
    }

    /// The row of an article, or of the one that stands for it.
    #[must_use]
    pub fn row_of(&self, id: ArticleId) -> Option<usize> {
        let position = |id: u32| self.found.rows.iter().position(|row| *row == id);
        position(id.0).or_else(|| position(self.folds.first_of(id.0)?))
    }

    /// Puts what was found in its order, and folds what says the same.
    fn arrange(&mut self, catalog: &Catalog, twins: &Twins, rows: &mut Vec<u32>) {
        self.articles = rows.len();
        self.sorting.sort(rows);
        // In a list of the reader's own each article stands where the reader put it.
        let folds = self.within.list().is_none();
        let label = |row| twins.label(catalog, ArticleId(row)).filter(|_| folds);
        self.folds.fold(rows, label);
    }

    /// Begins to find again after a key: the best match is to be selected.
    pub fn filter(&mut self, catalog: &Catalog, marks: &Marks, scope: Scope) {
        self.to_best = true;
        self.start(catalog, marks, scope);
    }

    /// Begins to find again after the library or the scope changed: the selected article is to stay
    /// selected if the reader had chosen it.
    pub fn refresh(&mut self, catalog: &Catalog, marks: &Marks, scope: Scope) {
        self.start(catalog, marks, scope);
    }

    /// Whether the rows are not yet those of what is typed, chosen and loaded.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        self.filtering.is_under_way()
    }

    /// Whether the rows are those of something else than what is typed.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        (self.is_finding() || self.membership.is_awaited()) && self.to_best
    }

    /// Whether the filter asks what the reader did.
    pub(super) fn asks_of_reader(&self) -> bool {
        let query = query::Query::parse(&self.input.text());
        query.clauses.iter().any(|clause| clause.condition.is_of_reader())
    }

    /// Keeps what the reader has chosen, also in what a search under way will find.
    pub fn keep_place(&mut self) {
        (self.moved, self.to_best) = (true, false);
    }

    fn start(&mut self, catalog: &Catalog, marks: &Marks, scope: Scope) {
        let query = query::Query::parse(&self.input.text());
        self.membership.want(&query);
        let members = self.membership.members().cloned();
        let (sieve, faults) = Sieve::new(&query, catalog, marks, members);
        self.faults = query.faults.iter().cloned().chain(faults).collect();
        if self.membership.is_awaited() {
            self.filtering.stop();
        } else {
            let scope = sieve.widen(scope);
            self.within = scope.within.clone();
            self.filtering.start(catalog, Query::parse(&query.text()), sieve, scope);
        }
    }

    /// Empties the list, because nothing in it is known to be what is typed.
    pub(super) fn find_nothing(&mut self) {
        (self.query, self.found, self.list, self.articles) = Default::default();
        self.folds.clear();
    }

    /// Works on for about a millisecond. Once all is found it stands in the list, and a match that
    /// is the best one of a new query is selected; says whether that is so.
    pub fn step(&mut self, catalog: &Catalog, twins: &Twins, height: usize) -> bool {
        let Some((query, mut found)) = self.filtering.step(catalog) else { return false };
        self.arrange(catalog, twins, &mut found.rows);
        let selected = self.selected().filter(|_| self.moved && !self.to_best);
        let in_view = self.list.selected - self.list.top.min(self.list.selected);
        (self.query, self.found) = (query, found);
        if std::mem::take(&mut self.to_best) {
            self.moved = false;
            self.list.select(0, self.found.rows.len(), height);
            return true;
        }
        // Where the selected one went, its neighbour takes its place.
        let neighbour = if self.moved { self.list.selected } else { 0 };
        let row = selected.and_then(|id| self.row_of(id)).unwrap_or(neighbour);
        self.list.top = row.saturating_sub(in_view);
        self.list.select(row, self.found.rows.len(), height);
        true
    }
}
