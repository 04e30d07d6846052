//! The last resort: questions that hold some of the typed words.
//!
//! Only for a query of several words that no question holds together. A rare word counts more
//! than a common one, so that "electric feild ring" still leads to what is electric.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Poll;

use super::budget::Budget;
use super::haystack::Haystack;
use super::lookup::{Known, Lookup};
use super::query::{Query, Word};
use super::rows::{Bits, rows_of};
use super::words::{FULLY_RANKED, Order};

/// Letters of a word that says something by itself.
const SHORTEST: usize = 3;
/// Words of a query that are looked up, from the first.
const MOST_WORDS: usize = 8;
/// Rows that are found at most.
const MOST_ROWS: usize = 200;
/// A word in more than this many rows, and in more than a tenth of them, says nothing.
const COMMON: usize = 1_000;

/// The words of a query, each as a query, without those so short that they are in everything.
pub(super) fn telling_words(query: &Query) -> impl Iterator<Item = Query> {
    telling(query).map(|word| query.with_words(vec![word.clone()]))
}

fn telling(query: &Query) -> impl Iterator<Item = &Word> {
    query.words().iter().filter(|word| word.text.chars().count() >= SHORTEST)
}

/// Finds the rows that hold some words of a query.
#[derive(Debug)]
pub(super) struct Partly {
    lookup: Lookup,
    /// The rows in scope where some word begins another.
    scope: Bits,
    /// For each word in how many of these rows it is.
    counts: [u32; MOST_WORDS],
    /// For each set of words, as bits, how many rows hold just these. Words that say nothing are in
    /// none.
    sets: Vec<u32>,
    /// For each set its place in the order, if its rows are among the first.
    places: Vec<Option<usize>>,
    /// The rows by the places of their sets and their demerits.
    groups: BTreeMap<(usize, usize), Vec<u32>>,
    /// The best of them, with the place and the rank.
    best: Vec<(usize, u16, u32)>,
    order: Order,
    task: Task,
    next_block: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Task {
    /// To count the rows of each word.
    Count,
    /// To count the rows of each set of words.
    Sets,
    /// To take the rows of the best sets.
    Take,
    /// To put the best of them in order.
    Rank,
}

impl Partly {
    pub(super) fn new(query: &Query) -> Self {
        let words: Vec<Word> = telling(query).take(MOST_WORDS).cloned().collect();
        Self {
            lookup: Lookup::new(words.into_iter()),
            scope: Bits::default(),
            counts: [0; MOST_WORDS],
            sets: vec![0; 1 << MOST_WORDS],
            places: vec![None; 1 << MOST_WORDS],
            groups: BTreeMap::new(),
            best: Vec::new(),
            order: Order::default(),
            task: Task::Count,
            next_block: 0,
        }
    }

    /// The rows in scope, those with more and rarer words first, as soon as they are found.
    pub(super) fn step(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        known: &mut Known,
        budget: &mut Budget,
    ) -> Poll<Vec<u32>> {
        if !self.lookup.step(haystack, known, budget) {
            return Poll::Pending;
        }
        if self.scope.blocks().is_empty() {
            self.scope = Bits::with_room(haystack.len());
        }
        while budget.is_left() {
            if self.task == Task::Rank {
                if self.rank(haystack, budget) {
                    self.best.sort_unstable();
                    let rows = self.best.iter().take(MOST_ROWS);
                    return Poll::Ready(rows.map(|(.., row)| *row).collect());
                }
            } else if self.next_block < haystack.len().div_ceil(64) {
                match self.task {
                    Task::Count => self.count(in_scope, budget),
                    Task::Sets => self.each_set(budget, |partly, set, _| {
                        partly.sets.iter_mut().skip(set).take(1).for_each(|count| *count += 1);
                    }),
                    Task::Take | Task::Rank => self.each_set(budget, Self::take),
                }
                self.next_block += 1;
            } else {
                self.next_block = 0;
                self.task = match self.task {
                    Task::Count => {
                        let common = u32::try_from(COMMON.max(haystack.len() / 10));
                        let common = common.unwrap_or(u32::MAX);
                        let counts = self.counts.iter_mut();
                        counts.filter(|count| **count > common).for_each(|count| *count = 0);
                        Task::Sets
                    }
                    Task::Sets => {
                        self.choose(haystack.len());
                        Task::Take
                    }
                    Task::Take | Task::Rank => Task::Rank,
                };
            }
        }
        Poll::Pending
    }

    /// Counts the rows of each word in a block. A ring is not what engineering is about: only what
    /// begins a word counts.
    fn count(&mut self, in_scope: &dyn Fn(u32) -> bool, budget: &mut Budget) {
        let at = self.next_block;
        let words = self.lookup.found();
        let some = words.iter().fold(0, |some, word| some | word.begun(at));
        let in_scope = rows_of(at, some).filter(|row| in_scope(*row));
        let scope = in_scope.fold(0, |scope, row| scope | 1 << (row % 64));
        self.scope.add_block(at, scope);
        for (count, word) in self.counts.iter_mut().zip(words) {
            *count += (word.begun(at) & scope).count_ones();
        }
        budget.spend(2 + 2 * words.len() + some.count_ones() as usize * 5);
    }

    /// Gives `each` the rows of a block with the set of words that each holds.
    fn each_set(&mut self, budget: &mut Budget, each: impl Fn(&mut Self, usize, u32)) {
        let at = self.next_block;
        let scope = self.scope.block(at);
        let words = self.lookup.found().iter().zip(self.counts);
        let begun = words.map(|(word, count)| if count == 0 { 0 } else { word.begun(at) & scope });
        let mut blocks = [0; MOST_WORDS];
        blocks.iter_mut().zip(begun).for_each(|(block, begun)| *block = begun);
        let some = blocks.iter().fold(0, |some, block| some | block);
        for row in rows_of(at, some) {
            let bits = (0..).zip(blocks).map(|(word, block)| (block >> (row % 64) & 1) << word);
            each(self, usize::try_from(bits.sum::<u64>()).unwrap_or(0), row);
        }
        budget.spend(MOST_WORDS + some.count_ones() as usize * 2 * MOST_WORDS);
    }

    /// Chooses the sets whose rows are among the first.
    fn choose(&mut self, all: usize) {
        let weights = self.counts.map(|count| rarity(count, all));
        let weight = |set: usize| -> f64 {
            let words = weights.iter().enumerate().filter(|(word, _)| set >> word & 1 == 1);
            words.map(|(_, weight)| weight).sum()
        };
        let sets = self.sets.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut sets: Vec<(f64, usize, u32)> =
            sets.map(|(set, count)| (weight(set), set, *count)).collect();
        sets.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut place, mut rows, mut before) = (0, 0, f64::INFINITY);
        for (weight, set, count) in sets {
            if weight < before {
                if rows >= MOST_ROWS {
                    break;
                }
                (place, before) = (place + 1, weight);
            }
            rows += count as usize;
            self.places.iter_mut().skip(set).take(1).for_each(|it| *it = Some(place));
        }
    }

    /// Takes a row if its set is among the first.
    fn take(&mut self, set: usize, row: u32) {
        if let Some(place) = self.places.get(set).copied().flatten() {
            let words = self.lookup.found().iter().enumerate();
            let words = words.filter(|(word, _)| set >> word & 1 == 1);
            let demerits = words.map(|(_, word)| word.demerit(row)).sum();
            self.groups.entry((place, demerits)).or_default().push(row);
        }
    }

    /// Ranks some of the best rows; whether that is all.
    fn rank(&mut self, haystack: &Haystack, budget: &mut Budget) -> bool {
        let words = self.lookup.found();
        let rows =
            self.groups.iter().flat_map(|((place, _), rows)| rows.iter().map(|row| (*place, *row)));
        for (place, row) in rows.take(FULLY_RANKED).skip(self.best.len()) {
            if !budget.is_left() {
                return false;
            }
            let words = words.iter().zip(self.counts).filter(|(word, count)| {
                *count > 0 && word.begun(row as usize / 64) & 1 << (row % 64) != 0
            });
            let words: Vec<_> = words.map(|(word, _)| Arc::clone(word)).collect();
            let rank = self.order.rank(haystack, &words, row);
            self.best.push((place, rank, row));
            budget.spend(200 + 50 * words.len());
        }
        true
    }
}

/// The inverse document frequency of a word that `rows` of `all` hold (Spärck Jones, 1972).
fn rarity(rows: u32, all: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    (1.0 + count(all) / f64::from(rows.max(1))).ln()
}
