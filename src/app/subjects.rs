//! The list of subjects, which sets what the questions are chosen from.
//!
//! Holds only the chosen subject and the place in the list; the subjects are the catalog's.

use super::list::List;
use crate::library::catalog::Catalog;
use crate::library::subject::SubjectId;

/// The state of the pane.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// The chosen subject; `None` for all.
    pub chosen: Option<SubjectId>,
    /// Whether all subjects are looked through, whichever is chosen.
    pub everywhere: bool,
    /// The subjects in the order of the list; row 0 of the pane is "All", row 1 the first of these.
    pub order: Vec<SubjectId>,
    /// The place in the list.
    pub list: List,
}

impl Subjects {
    /// Takes the subjects that the catalog has now, those without listed articles left out unless
    /// `unlisted` are shown, and keeps the chosen one selected.
    pub fn refresh(&mut self, catalog: &Catalog, unlisted: bool, height: usize) {
        self.order = catalog.subjects().sorted();
        self.order.retain(|id| {
            catalog
                .subjects()
                .get(*id)
                .is_some_and(|s| s.listed > 0 || (unlisted && s.unlisted > 0))
        });
        let position = self.chosen.and_then(|id| self.order.iter().position(|other| *other == id));
        if position.is_none() {
            self.choose(None);
        }
        let row = position.map_or(0, |position| position + 1);
        self.list.select(row, self.rows(), height);
    }

    /// Rows of the list, "All" included.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.order.len() + 1
    }

    /// Chooses what is selected; says whether that is another subject than before.
    pub fn choose_selected(&mut self) -> bool {
        let row = self.list.selected.checked_sub(1);
        let chosen = row.and_then(|row| self.order.get(row)).copied();
        let changed = chosen != self.chosen;
        if changed {
            self.choose(chosen);
        }
        changed
    }

    /// Chooses a subject, or all.
    pub fn choose(&mut self, chosen: Option<SubjectId>) {
        (self.chosen, self.everywhere) = (chosen, false);
    }
}
