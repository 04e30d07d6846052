//! The first stage: questions that hold every typed word, in any order.
//!
//! Each typed word is looked up in the vocabulary once; the sets of rows of the words that hold
//! it say which questions match, without a look at any question. Invariant: a row is found if
//! and only if each typed word is a part of one of its words; the rank only orders.

use std::sync::Arc;
use std::task::Poll;

use super::budget::Budget;
use super::haystack::Haystack;
use super::lookup::{Known, Lookup, Wanted};
use super::query::Query;
use super::rank::{Hit, best_first, pack};
use super::rows::rows_of;
use super::vocabulary::Fit;

/// So many of the best rows are put in order by all that counts; of what comes after them only
/// by how well the words fit.
pub(super) const FULLY_RANKED: usize = 4096;
/// So many rows are moved between two looks at the budget.
const PORTION: usize = 1 << 16;

/// Where a fit begins in the bits that say how a row met a word; below it is the place.
const FIT: u32 = 30;
const LAST_PLACE: u32 = (1 << FIT) - 1;
const NOT_MET: u32 = (Fit::None as u32) << FIT;

/// Finds the rows that hold all words of a query.
#[derive(Debug)]
pub(super) struct Words {
    lookup: Lookup,
    /// Rows that are found already.
    except: Vec<u32>,
    /// The rows by their demerits, in order.
    by_demerits: Vec<Vec<u32>>,
    next_block: usize,
    /// How many of the rows by demerits are among the rows.
    joined: usize,
    /// Those with the fewest demerits first.
    rows: Vec<u32>,
    order: Order,
}

impl Words {
    pub(super) fn new(query: &Query, except: Vec<u32>) -> Self {
        Self {
            lookup: Lookup::new(query.words().iter().cloned()),
            except,
            by_demerits: vec![Vec::new(); query.words().len() * Fit::Inside as usize + 1],
            next_block: 0,
            joined: 0,
            rows: Vec::new(),
            order: Order::default(),
        }
    }

    /// Which typed words begin some word of the library.
    pub(super) fn known(&self) -> Vec<bool> {
        self.lookup.found().iter().map(|word| word.is_known()).collect()
    }

    /// The rows in scope that hold every typed word, best first, as soon as they are found.
    pub(super) fn step(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        known: &mut Known,
        budget: &mut Budget,
    ) -> Poll<Vec<u32>> {
        let is_found = self.lookup.step(haystack, known, budget)
            && self.collect(haystack, in_scope, budget)
            && self.join(budget)
            && self.order.step(haystack, self.lookup.found(), &self.rows, budget);
        if !is_found {
            return Poll::Pending;
        }
        self.order.put(&mut self.rows);
        Poll::Ready(std::mem::take(&mut self.rows))
    }

    /// Takes the rows that hold every word, by how well the words fit; whether that is all.
    fn collect(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        budget: &mut Budget,
    ) -> bool {
        let words = self.lookup.found();
        let blocks = if words.is_empty() { 0 } else { haystack.len().div_ceil(64) };
        while self.next_block < blocks {
            if !budget.is_left() {
                return false;
            }
            let at = self.next_block;
            let block = words.iter().fold(u64::MAX, |block, word| block & word.held(at));
            for row in rows_of(at, block).filter(|row| in_scope(*row)) {
                let demerits: usize = words.iter().map(|word| word.demerit(row)).sum();
                if let Some(rows) = self.by_demerits.get_mut(demerits)
                    && !self.except.contains(&row)
                {
                    rows.push(row);
                }
            }
            self.next_block += 1;
            let found = block.count_ones() as usize;
            budget.spend(1 + words.len() + found * (5 + 2 * words.len()));
        }
        true
    }

    /// Joins the rows of all demerits; whether that is all.
    fn join(&mut self, budget: &mut Budget) -> bool {
        if self.rows.is_empty() {
            self.rows.reserve_exact(self.by_demerits.iter().map(Vec::len).sum());
        }
        while let Some(first) = self.by_demerits.first() {
            if !budget.is_left() {
                return false;
            }
            let piece = first.get(self.joined..).unwrap_or_default();
            let piece = piece.get(..PORTION).unwrap_or(piece);
            self.rows.extend_from_slice(piece);
            self.joined += piece.len();
            budget.spend(piece.len() + 1);
            if self.joined == first.len() {
                self.by_demerits.remove(0);
                self.joined = 0;
            }
        }
        true
    }
}

/// Puts the first rows of a list in order by all that counts.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The ranks of the first rows, as far as they are known.
    hits: Vec<Hit>,
    /// The word numbers of a row.
    numbers: Vec<u32>,
    /// A place for each typed word.
    places: Vec<u32>,
}

impl Order {
    /// Works out the ranks of the first `rows`, which hold all `words`; whether that is all.
    pub(super) fn step(
        &mut self,
        haystack: &Haystack,
        words: &[Arc<Wanted>],
        rows: &[u32],
        budget: &mut Budget,
    ) -> bool {
        for row in rows.iter().take(FULLY_RANKED).skip(self.hits.len()) {
            if !budget.is_left() {
                return false;
            }
            let rank = self.rank(haystack, words, *row);
            self.hits.push(Hit { row: *row, rank });
            budget.spend(100 + self.numbers.len() * words.len() * 3);
        }
        true
    }

    /// Puts the first rows in order.
    fn put(&mut self, rows: &mut [u32]) {
        let best = best_first(std::mem::take(&mut self.hits));
        for (row, best) in rows.iter_mut().zip(best) {
            *row = best;
        }
    }

    /// The rank of a row that holds every one of `words`. A word there more than once counts where
    /// it fits best.
    pub(super) fn rank(&mut self, haystack: &Haystack, words: &[Arc<Wanted>], row: u32) -> u16 {
        haystack.sequences().read(row, &mut self.numbers);
        self.places.clear();
        let mut demerits = 0;
        for word in words {
            let met = meet(haystack, word, &self.numbers);
            demerits += met >> FIT;
            self.places.push(met & LAST_PLACE);
        }
        let first = self.places.iter().min().copied().unwrap_or(0) as usize;
        let last = self.places.iter().max().copied().unwrap_or(0) as usize;
        let apart = (last - first + 1).saturating_sub(words.len());
        let turned = usize::from(!self.places.is_sorted());
        rank(demerits as usize, [turned, apart, first, self.numbers.len() / 2])
    }
}

/// The best fit of a word in a row of word numbers, in the bits from [`FIT`] on, and the first
/// place that has it, in the bits below.
fn meet(haystack: &Haystack, word: &Wanted, row: &[u32]) -> u32 {
    let fits = row.iter().map(|number| u32::from(word.fit(haystack.vocabulary(), *number)) << FIT);
    (0..=LAST_PLACE).zip(fits).fold(NOT_MET, |best, (place, fit)| best.min(fit | place))
}

/// Demerits count most; then whether the words stand in another order than they were typed,
/// how many others are between them, the place of the first, and the length.
fn rank(demerits: usize, [turned, apart, first, length]: [usize; 4]) -> u16 {
    pack([(demerits, 5), (turned, 1), (apart, 3), (first, 3), (length, 4)])
}
