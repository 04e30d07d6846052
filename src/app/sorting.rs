//! What the list of questions is sorted by, and the library being put in that order.
//!
//! It knows no list; what is found is handed to it. Invariant: until the library is in the order that is
//! wanted, a list keeps the one it was found in.

use std::collections::HashMap;

use super::ordering::{Order, Ranking};
use crate::library::catalog::{ArticleId, Catalog};

/// The order that is wanted, and how far it is there.
#[derive(Debug, Default)]
pub struct Sorting {
    order: Order,
    /// The library in that order, or in the one before.
    ranking: Ranking,
    /// The library being put in order.
    next: Option<Ranking>,
    /// Whether something changed since that began.
    is_outdated: bool,
    /// How many visits there were then.
    visits: usize,
}

impl Sorting {
    /// What the reader wants the list to be sorted by.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Wants another order; the library is put in it by [`rank`](Self::rank).
    pub fn want(&mut self, order: Order) {
        (self.order, self.next, self.is_outdated) = (order, None, false);
    }

    /// Begins to put the library in the order that is wanted, because it or the order changed. `read`
    /// says how late articles were read last, after so many visits. What is being sorted is sorted to its
    /// end, or changes that follow one another would let nothing be.
    pub fn rank(&mut self, catalog: &Catalog, read: &HashMap<ArticleId, u64>, visits: usize) {
        self.visits = visits;
        self.is_outdated = self.next.is_some();
        if !self.is_outdated {
            self.next = Some(Ranking::start(self.order, catalog, read));
        }
    }

    /// Whether the library is being put in order.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.next.is_some()
    }

    /// Whether something changed while the library was put in order, so that it is to be done again.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.is_outdated
    }

    /// Whether articles were read since the list was sorted by that.
    #[must_use]
    pub fn is_behind_reading(&self, visits: usize) -> bool {
        self.order == Order::Read && self.visits != visits
    }

    /// Goes on putting the library in order for about a millisecond; says whether it is now, so that
    /// the list can be found anew.
    pub fn step(&mut self, catalog: &Catalog) -> bool {
        let Some(mut next) = self.next.take() else { return false };
        if next.step(catalog) {
            self.ranking = next;
            return true;
        }
        self.next = Some(next);
        false
    }

    /// What a list is sorted by now.
    #[must_use]
    pub fn sorted_by(&self) -> Order {
        let is_ready = self.ranking.is_done() && self.ranking.order() == self.order;
        if is_ready { self.order } else { Order::Relevance }
    }

    /// Puts rows that were found in order.
    pub fn sort(&self, rows: &mut Vec<u32>) {
        if self.sorted_by() != Order::Relevance {
            self.ranking.sort(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::catalog::Record;

    #[test]
    fn changes_that_follow_one_another_do_not_keep_a_list_from_being_sorted() {
        let mut catalog = Catalog::new();
        for number in 0..3000 {
            let question = format!("{}", number % 7);
            let path = format!("{number:04}.md");
            catalog.push(Record { path, question, ..Record::default() }).unwrap();
        }
        let mut sorting = Sorting::default();
        sorting.want(Order::Title);
        sorting.rank(&catalog, &HashMap::new(), 0);
        let mut steps = 0;
        while !sorting.step(&catalog) {
            sorting.rank(&catalog, &HashMap::new(), 0);
            steps += 1;
            assert!(steps < 100, "it never ends");
        }
        assert_eq!(sorting.sorted_by(), Order::Title);
        assert!(steps == 0 || sorting.is_outdated());
    }
}
