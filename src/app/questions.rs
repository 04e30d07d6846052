//! The list of questions and its filter.
//!
//! Holds rows of the catalog, best match first. Invariant: the rows are those of the filter typed,
//! the subject chosen and the articles loaded.

use super::input::Input;
use super::list::List;
use crate::find::{Found, Query, Stage};
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::subject::SubjectId;

/// The state of the pane.
pub struct Questions {
    /// The filter as typed.
    pub input: Input,
    /// Whether keys type into the filter.
    pub typing: bool,
    /// The filter as understood.
    pub query: Query,
    /// What it found.
    pub found: Found,
    /// The place in the list.
    pub list: List,
    /// Whether the reader has moved in the list, so that its place must be kept.
    pub moved: bool,
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            input: Input::default(),
            typing: true,
            query: Query::parse(""),
            found: Found { rows: Vec::new(), stage: Stage::Words, corrected: None },
            list: List::default(),
            moved: false,
        }
    }
}

/// Which articles the list is made of.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Only of this subject.
    pub subject: Option<SubjectId>,
    /// Also unlisted ones.
    pub unlisted: bool,
}

impl Scope {
    /// Whether an article belongs to it.
    #[must_use]
    pub fn holds(&self, catalog: &Catalog, id: ArticleId) -> bool {
        self.subject.is_none_or(|subject| catalog.subject_of(id) == Some(subject))
            && (self.unlisted || catalog.is_listed(id))
    }

    /// How many articles belong to it.
    #[must_use]
    pub fn count(&self, catalog: &Catalog) -> usize {
        let (listed, unlisted) = match self.subject.and_then(|id| catalog.subjects().get(id)) {
            Some(subject) => (subject.listed, subject.unlisted),
            None => (catalog.listed(), catalog.unlisted()),
        };
        listed + if self.unlisted { unlisted } else { 0 }
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

    /// The row of an article.
    #[must_use]
    pub fn row_of(&self, id: ArticleId) -> Option<usize> {
        self.found.rows.iter().position(|row| *row == id.0)
    }

    /// Finds again after a key: the best match is selected.
    pub fn filter(&mut self, catalog: &Catalog, scope: Scope, height: usize) {
        self.find(catalog, scope);
        self.moved = false;
        self.list.select(0, self.found.rows.len(), height);
    }

    /// Finds again after the library or the scope changed: the selected article stays selected if
    /// the reader had chosen it.
    pub fn refresh(&mut self, catalog: &Catalog, scope: Scope, height: usize) {
        let selected = self.selected().filter(|_| self.moved);
        let in_view = self.list.selected - self.list.top.min(self.list.selected);
        self.find(catalog, scope);
        // Where the selected one went, its neighbour takes its place.
        let neighbour = if self.moved { self.list.selected } else { 0 };
        let row = selected.and_then(|id| self.row_of(id)).unwrap_or(neighbour);
        self.list.top = row.saturating_sub(in_view);
        self.list.select(row, self.found.rows.len(), height);
    }

    fn find(&mut self, catalog: &Catalog, scope: Scope) {
        self.query = Query::parse(&self.input.text());
        if self.query.is_empty() {
            let rows = catalog.ids().filter(|id| scope.holds(catalog, *id)).map(|id| id.0);
            self.found = Found { rows: rows.collect(), ..Found::default() };
            return;
        }
        let find = |holds: &dyn Fn(ArticleId) -> bool| {
            catalog.haystack().find(&self.query, &|row| holds(ArticleId(row)))
        };
        self.found = find(&|id| scope.holds(catalog, id));
        let is_poor = self.found.rows.is_empty() || self.found.stage >= Stage::Letters;
        if is_poor && !self.query.is_empty() && !scope.unlisted {
            // An unlisted article stands in no list, and yet whoever asks for it finds it.
            let all = Scope { unlisted: true, ..scope };
            let is_hidden = |id| !catalog.is_listed(id);
            let hidden = find(&|id| is_hidden(id) && all.holds(catalog, id));
            if hidden.stage < Stage::Letters && !hidden.rows.is_empty() {
                self.found = hidden;
            }
        }
    }
}
