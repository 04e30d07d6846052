//! The reading history: back and forward as a browser has them.
//!
//! Only articles that were really opened stand here, not those merely shown while the selection
//! moves over them; a jump within an article is a visit as well. Invariant: going back and then forward changes nothing.

use crate::document::Position;
use crate::library::catalog::ArticleId;

/// Articles kept; the oldest go first.
const LIMIT: usize = 10_000;

/// One visit of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The article.
    pub id: ArticleId,
    /// Where it was left.
    pub position: Position,
}

/// The visits and the present one.
#[derive(Debug, Clone, Default)]
pub struct History {
    visits: Vec<Visit>,
    /// Visits up to and including the present one; 0 before the first.
    at: usize,
    /// Visits that were ever made.
    made: usize,
    /// Visits of the time before this reading.
    before: usize,
}

impl History {
    /// The present visit.
    #[must_use]
    pub fn current(&self) -> Option<Visit> {
        self.at.checked_sub(1).and_then(|index| self.visits.get(index)).copied()
    }

    /// The visits in their order; those after the present one lie ahead.
    #[must_use]
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// How many visits were ever made, those that were forgotten included.
    #[must_use]
    pub fn made(&self) -> usize {
        self.made
    }

    /// The number of the present visit among them.
    #[must_use]
    pub fn present(&self) -> Option<usize> {
        self.at.checked_sub(1)
    }

    /// Goes to a visit by its number; `None` if there is no such one. None is forgotten.
    pub fn go_to(&mut self, number: usize) -> Option<Visit> {
        let visit = self.visits.get(number).copied()?;
        self.at = number + 1;
        Some(visit)
    }

    /// Notes where the present article is being read.
    pub fn leave_at(&mut self, position: Position) {
        if let Some(visit) = self.at.checked_sub(1).and_then(|index| self.visits.get_mut(index)) {
            visit.position = position;
        }
    }

    /// Goes to an article; what lay ahead is forgotten. Opening the present one again adds nothing. Says
    /// whether it was a visit.
    pub fn visit(&mut self, id: ArticleId) -> bool {
        if self.current().is_some_and(|visit| visit.id == id) {
            return false;
        }
        self.push(Visit { id, position: Position::default() });
        true
    }

    /// Goes to another place of the present article; what lay ahead is forgotten.
    pub fn move_to(&mut self, position: Position) {
        if let Some(visit) = self.current().filter(|visit| visit.position != position) {
            self.push(Visit { position, ..visit });
        }
    }

    /// Takes visits of the time before, those behind the reader and those ahead. Where there are newer
    /// ones, all of the older lie behind them.
    pub fn begin_with(&mut self, behind: Vec<Visit>, ahead: Vec<Visit>) {
        let at = behind.len();
        let own = std::mem::take(&mut self.visits);
        self.visits = behind.into_iter().chain(ahead).collect();
        self.before = self.visits.len();
        if own.is_empty() {
            self.at = at;
        } else {
            self.at += self.visits.len();
            self.visits.extend(own);
        }
    }

    /// Forgets the visits of the time before.
    pub fn forget_before(&mut self) {
        let before = std::mem::take(&mut self.before).min(self.visits.len());
        self.visits.drain(..before);
        self.at = self.at.saturating_sub(before);
    }

    fn push(&mut self, visit: Visit) {
        self.made += 1;
        self.visits.truncate(self.at);
        self.before = self.before.min(self.at);
        self.visits.push(visit);
        if self.visits.len() > LIMIT {
            self.visits.remove(0);
            self.before = self.before.saturating_sub(1);
        }
        self.at = self.visits.len();
    }

    /// Goes back; `None` at the start.
    pub fn back(&mut self) -> Option<Visit> {
        if self.at <= 1 {
            return None;
        }
        self.at -= 1;
        self.current()
    }

    /// Goes forward; `None` at the end.
    pub fn forward(&mut self) -> Option<Visit> {
        if self.at >= self.visits.len() {
            return None;
        }
        self.at += 1;
        self.current()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(visit: Option<Visit>) -> Option<u32> {
        visit.map(|visit| visit.id.0)
    }

    #[test]
    fn back_and_forward_walk_the_path_and_a_new_article_ends_what_lay_ahead() {
        let mut history = History::default();
        for number in 1..=3 {
            history.visit(ArticleId(number));
        }
        assert_eq!(id(history.back()), Some(2));
        assert_eq!(id(history.back()), Some(1));
        assert_eq!(history.back(), None);
        assert_eq!(id(history.forward()), Some(2));
        history.visit(ArticleId(9));
        assert_eq!(history.forward(), None);
        assert_eq!(id(history.back()), Some(2));
    }

    #[test]
    fn each_article_is_found_at_the_line_where_it_was_left() {
        let mut history = History::default();
        history.visit(ArticleId(1));
        history.leave_at(Position { leaf: 4, offset: 20 });
        history.visit(ArticleId(2));
        assert_eq!(history.back().unwrap().position, Position { leaf: 4, offset: 20 });
    }

    #[test]
    fn a_jump_within_an_article_can_be_taken_back() {
        let mut history = History::default();
        history.visit(ArticleId(1));
        history.leave_at(Position { leaf: 2, offset: 0 });
        history.move_to(Position { leaf: 9, offset: 0 });
        history.move_to(Position { leaf: 9, offset: 0 });
        assert_eq!(history.back().unwrap().position.leaf, 2);
        assert_eq!(history.back(), None);
        assert_eq!(history.forward().unwrap().position.leaf, 9);
    }

    #[test]
    fn any_visit_can_be_returned_to_and_none_is_forgotten() {
        let mut history = History::default();
        for number in 1..=4 {
            history.visit(ArticleId(number));
        }
        assert_eq!(id(history.go_to(1)), Some(2));
        assert_eq!((history.present(), history.visits().len()), (Some(1), 4));
        assert_eq!(id(history.forward()), Some(3));
        assert_eq!(history.go_to(4), None);
        assert_eq!(id(history.current()), Some(3));
    }

    #[test]
    fn what_was_read_before_lies_behind_what_is_read_now() {
        let visit = |number| Visit { id: ArticleId(number), position: Position::default() };
        let mut history = History::default();
        history.begin_with(vec![visit(1), visit(2)], vec![visit(3)]);
        assert_eq!(id(history.current()), Some(2));
        assert_eq!(id(history.forward()), Some(3));
        let mut history = History::default();
        history.visit(ArticleId(9));
        history.begin_with(vec![visit(1)], vec![visit(2)]);
        assert_eq!(id(history.current()), Some(9));
        assert_eq!((id(history.back()), id(history.back())), (Some(2), Some(1)));
        history.forget_before();
        assert_eq!(id(history.forward()), Some(9));
        assert_eq!(history.visits().len(), 1);
    }

    #[test]
    fn opening_the_present_article_again_is_no_visit() {
        let mut history = History::default();
        assert!(history.visit(ArticleId(1)));
        assert!(!history.visit(ArticleId(1)));
        assert_eq!(history.back(), None);
    }
}
