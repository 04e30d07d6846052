//! The list of subjects, which sets what the questions are chosen from; the reader's own lists stand
//! above them.
//!
//! Holds only what is chosen and the place in the list; the subjects are the catalog's. Invariant: the
//! first row is all articles, and what is chosen has a row.

use super::list::List;
use super::marks::Marks;
use super::scope::Chosen;
use crate::library::catalog::Catalog;
use crate::library::subject::SubjectId;

/// The state of the pane.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// What is chosen.
    pub chosen: Chosen,
    /// Whether all articles are looked through, whatever is chosen.
    pub everywhere: bool,
    /// What can be chosen, in the order of the list.
    rows: Vec<Chosen>,
    /// The place in the list.
    pub list: List,
}

impl Default for Subjects {
    fn default() -> Self {
        let (chosen, rows) = (Chosen::All, vec![Chosen::All]);
        Self { chosen, everywhere: false, rows, list: List::default() }
    }
}

impl Subjects {
    /// Takes the subjects that the catalog has now, those without listed articles left out unless
    /// `unlisted` are shown, and the lists that the reader has, and keeps the chosen one selected.
    pub fn refresh(&mut self, catalog: &Catalog, marks: &Marks, unlisted: bool, height: usize) {
        let own = marks.lists().iter().map(|list| (Chosen::Own(list.own.clone()), list.is_empty()));
        // One that has just become empty stays as long as the reader is there.
        let own = own.filter(|(own, is_empty)| !is_empty || *own == self.chosen);
        let subjects = catalog.subjects().sorted().into_iter().filter(|id| {
            let subject = catalog.subjects().get(*id);
            subject.is_some_and(|it| it.listed > 0 || (unlisted && it.unlisted > 0))
        });
        let before = std::mem::take(&mut self.rows);
        self.rows = std::iter::once(Chosen::All)
            .chain(own.map(|(own, _)| own))
            .chain(subjects.map(Chosen::Subject))
            .collect();
        let position = self.rows.iter().position(|row| *row == self.chosen);
        if position.is_none() {
            self.choose(Chosen::All);
        }
        let row = position.unwrap_or(0);
        // A reader who looks further down the list is not called back.
        if self.rows != before || row != self.list.selected {
            self.list.select(row, self.rows(), height);
        }
    }

    /// Rows of the list.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// What a row stands for.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<&Chosen> {
        self.rows.get(row)
    }

    /// The subjects in the order of the list.
    pub fn subjects(&self) -> impl Iterator<Item = SubjectId> {
        self.rows.iter().filter_map(|row| match row {
            Chosen::Subject(id) => Some(*id),
            Chosen::All | Chosen::Own(_) => None,
        })
    }

    /// Chooses what is selected; says whether that is something else than before.
    pub fn choose_selected(&mut self) -> bool {
        let chosen = self.rows.get(self.list.selected).cloned().unwrap_or_default();
        let changed = chosen != self.chosen;
        if changed {
            self.choose(chosen);
        }
        changed
    }

    /// Chooses a subject, a list, or all.
    pub fn choose(&mut self, chosen: Chosen) {
        (self.chosen, self.everywhere) = (chosen, false);
    }
}
