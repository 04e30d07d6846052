//! The first stage: questions that hold every typed word, in any order.
//!
//! Each typed word is looked up in the vocabulary once; the sets of rows of the words that hold
//! it say which questions match, without a look at any question. Invariant: a row is found if
//! and only if each typed word is a part of one of its words; the rank only orders.

use super::haystack::Haystack;
use super::query::{Query, Word};
use super::rank::{Hit, best_first, pack};
use super::rows::Bits;
use super::vocabulary::{Fit, Vocabulary};

/// So many of the best rows are put in order by all that counts; of what comes after them only
/// by how well the words fit.
const FULLY_RANKED: usize = 4096;

/// Where a fit begins in the bits that say how a row met a word; below it is the place.
const FIT: u32 = 30;
const LAST_PLACE: u32 = (1 << FIT) - 1;
const NOT_MET: u32 = (Fit::None as u32) << FIT;

/// A typed word, looked up.
struct Wanted {
    /// How it fits each word of the vocabulary, by number: a [`Fit`].
    fits: Vec<u8>,
    best: Fit,
    /// The rows where it is a whole word, those where it begins one, and all that hold it.
    rows: [Bits; 3],
}

impl Wanted {
    fn new(haystack: &Haystack, word: &Word) -> Self {
        let vocabulary: &Vocabulary = haystack.vocabulary();
        let mut fits = vec![Fit::None as u8; vocabulary.len()];
        let mut best = Fit::None;
        let mut numbers = Vec::new();
        vocabulary.search(word, |number, fit| {
            best = best.min(fit);
            if let Some(known) = fits.get_mut(number as usize) {
                if *known == Fit::None as u8 {
                    numbers.push(number);
                }
                *known = (*known).min(fit as u8);
            }
        });
        let [mut whole, mut start, mut held] = [(); 3].map(|()| Bits::with_room(haystack.len()));
        for number in numbers.into_iter().map(|number| number as usize) {
            if let (Some(entry), Some(fit)) = (vocabulary.entries().get(number), fits.get(number)) {
                entry.rows.add_to(match *fit {
                    fit if fit == Fit::Whole as u8 => &mut whole,
                    fit if fit == Fit::Start as u8 => &mut start,
                    _ => &mut held,
                });
            }
        }
        held.add(&start);
        held.add(&whole);
        Self { fits, best, rows: [whole, start, held] }
    }

    /// The demerit of a row that holds the word, the same as the number of the best [`Fit`].
    fn demerit(&self, row: u32) -> usize {
        let [whole, start, _] = &self.rows;
        if whole.contains(row) { 0 } else { 2 - usize::from(start.contains(row)) }
    }

    /// The best fit in a row, in the bits from [`FIT`] on, and the first place that has it, in
    /// the bits below.
    fn meet(&self, row: &[u32]) -> u32 {
        let fits = row.iter().map(|number| self.fits.get(*number as usize).copied());
        let fits = fits.map(|fit| u32::from(fit.unwrap_or(Fit::None as u8)) << FIT);
        (0..=LAST_PLACE).zip(fits).fold(NOT_MET, |best, (place, fit)| best.min(fit | place))
    }
}

/// The typed words, looked up.
pub(super) struct Lookup(Vec<Wanted>);

impl Lookup {
    pub(super) fn new(haystack: &Haystack, query: &Query) -> Self {
        Self(query.words().iter().map(|word| Wanted::new(haystack, word)).collect())
    }

    /// Which typed words begin some word of the library.
    pub(super) fn known(&self) -> Vec<bool> {
        self.0.iter().map(|word| word.best <= Fit::Start).collect()
    }

    /// Whether every typed word begins a word of the row.
    pub(super) fn begins(&self, row: u32) -> bool {
        self.0.iter().all(|word| word.demerit(row) <= Fit::Start as usize)
    }

    /// The rows in scope that hold every typed word, best first.
    pub(super) fn rows(&self, haystack: &Haystack, in_scope: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let Some((Wanted { rows: [.., held], .. }, others)) = self.0.split_first() else {
            return Vec::new();
        };
        let mut held = held.clone();
        for Wanted { rows: [.., other], .. } in others {
            held.keep(other);
        }
        let hits = held.iter().filter(|row| in_scope(*row)).map(|row| Hit {
            row,
            rank: rank(self.0.iter().map(|word| word.demerit(row)).sum(), [0; 4]),
        });
        let mut rows = best_first(hits.collect());
        let mut places = vec![0; self.0.len()];
        let best = rows
            .iter()
            .take(FULLY_RANKED)
            .map(|row| Hit { row: *row, rank: self.rank(haystack.row(*row), &mut places) });
        let best = best_first(best.collect());
        rows.splice(..best.len(), best);
        rows
    }

    /// The rank of a row that holds every typed word. A word there more than once counts where
    /// it fits best. `places` has room for a place for each word.
    fn rank(&self, row: &[u32], places: &mut [u32]) -> u16 {
        let mut demerits = 0;
        for (word, place) in self.0.iter().zip(places.iter_mut()) {
            let met = word.meet(row);
            demerits += met >> FIT;
            *place = met & LAST_PLACE;
        }
        let first = places.iter().min().copied().unwrap_or(0) as usize;
        let last = places.iter().max().copied().unwrap_or(0) as usize;
        let apart = (last - first + 1).saturating_sub(places.len());
        let turned = usize::from(!places.is_sorted());
        rank(demerits as usize, [turned, apart, first, row.len() / 2])
    }
}

/// Demerits count most; then whether the words stand in another order than they were typed,
/// how many others are between them, the place of the first, and the length.
fn rank(demerits: usize, [turned, apart, first, length]: [usize; 4]) -> u16 {
    pack([(demerits, 5), (turned, 1), (apart, 3), (first, 3), (length, 4)])
}
