//! The list of articles that has the pane: the questions, or what a search of all text found.
//!
//! It says for either what is in it and where the reader is. Invariant: a row that is selected is one
//! of the list, if it has any.

use super::list::List;
use super::model::{Model, Pane};
use super::search::HIT_LINES;
use crate::library::catalog::ArticleId;

impl Model {
    /// The article in a row of the list.
    #[must_use]
    pub fn article_at(&self, row: usize) -> Option<ArticleId> {
        if self.search.is_open {
            self.search.hit(row).and_then(|hit| self.library.catalog.with_path(&hit.path))
        } else {
            self.questions.article_at(row)
        }
    }

    /// The place in the list.
    #[must_use]
    pub fn list(&self) -> List {
        if self.search.is_open { self.search.list } else { self.questions.list }
    }

    /// The selected article.
    #[must_use]
    pub fn selected(&self) -> Option<ArticleId> {
        self.article_at(self.list().selected)
    }

    /// Rows of the list.
    #[must_use]
    pub fn list_rows(&self) -> usize {
        if self.search.is_open { self.search.rows() } else { self.questions.found.rows.len() }
    }

    /// Rows that are in view.
    #[must_use]
    pub fn list_height(&self) -> usize {
        let height = self.height(Pane::Questions);
        if self.search.is_open { (height / HIT_LINES).max(1) } else { height }
    }

    /// The row at a line of the pane, counted from its first.
    pub(super) fn row_at(&self, line: usize) -> usize {
        self.list().top + if self.search.is_open { line / HIT_LINES } else { line }
    }

    /// Changes the place in the list as a reader does, told how many rows there are and are in view.
    pub(super) fn move_list(&mut self, change: impl FnOnce(&mut List, usize, usize)) {
        let (rows, height) = (self.list_rows(), self.list_height());
        let list = if self.search.is_open {
            &mut self.search.list
        } else {
            self.questions.keep_place();
            &mut self.questions.list
        };
        change(list, rows, height);
    }

    /// The row of an article in the list.
    pub(super) fn row_of(&self, id: ArticleId) -> Option<usize> {
        if self.search.is_open {
            (0..self.list_rows()).find(|row| self.article_at(*row) == Some(id))
        } else {
            self.questions.row_of(id)
        }
    }
}
