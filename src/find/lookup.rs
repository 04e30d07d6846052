//! One typed word, looked up: which words of the library hold it, and which rows hold those.
//!
//! Invariant: a row is held if and only if the typed word is a part of one of its words.

use std::sync::Arc;

use memchr::memmem::Finder;

use super::budget::Budget;
use super::haystack::Haystack;
use super::query::{Query, Word};
use super::rows::{Bits, rows_of};
use super::vocabulary::{Fit, Vocabulary, own_bit};

/// So many words are looked through between two looks at the budget.
const PORTION: usize = 512;
/// What it costs to come to a word that lies anywhere in memory.
const VISIT: usize = 30;
/// To look through one in so many words one by one takes as long as to look through all in one go.
const NARROW_SHARE: usize = 8;

/// A typed word, looked up.
#[derive(Debug)]
pub(super) struct Wanted {
    word: Word,
    /// The words of the library that hold it; of one letter only those that it begins.
    numbers: Vec<u32>,
    /// How it fits each word of the library, by number: a [`Fit`].
    fits: Vec<u8>,
    /// The bit of the only letter: it is also inside every word that has the bit.
    letter: u64,
    best: Fit,
    /// The rows where it is a whole word, those where it begins one, and all that hold it.
    rows: [Bits; 3],
}

impl Wanted {
    /// Whether it begins some word of the library.
    pub(super) fn is_known(&self) -> bool {
        self.best <= Fit::Start
    }

    /// The rows with it in a block of 64.
    pub(super) fn held(&self, block: usize) -> u64 {
        let [.., held] = &self.rows;
        held.block(block)
    }

    /// The rows of a block of 64 where it begins a word.
    pub(super) fn begun(&self, block: usize) -> u64 {
        let [whole, start, _] = &self.rows;
        whole.block(block) | start.block(block)
    }

    /// The demerit of a row that holds the word, the same as the number of the best [`Fit`].
    pub(super) fn demerit(&self, row: u32) -> usize {
        let [whole, start, _] = &self.rows;
        if whole.contains(row) { 0 } else { 2 - usize::from(start.contains(row)) }
    }

    /// How it fits the word with this number: the number of a [`Fit`].
    pub(super) fn fit(&self, vocabulary: &Vocabulary, number: u32) -> u8 {
        let fit = self.fits.get(number as usize).copied().unwrap_or(Fit::None as u8);
        let is_inside = fit == Fit::None as u8 && self.letter & vocabulary.letters(number) != 0;
        if is_inside { Fit::Inside as u8 } else { fit }
    }

    /// Whether whatever holds `word` holds this one too, and is among the numbers.
    fn is_part_of(&self, word: &Word) -> bool {
        let (part, upper) = (&self.word.text, &self.word.upper);
        let same_case = |at: usize| {
            upper.is_empty() || word.upper.get(at..at + part.len()).is_some_and(|it| it == upper)
        };
        self.letter == 0 && word.text.match_indices(part.as_str()).any(|(at, _)| same_case(at))
    }

    fn note(&mut self, number: u32, fit: Fit) {
        self.best = self.best.min(fit);
        if let Some(known) = self.fits.get_mut(number as usize) {
            if *known == Fit::None as u8 {
                self.numbers.push(number);
            }
            *known = (*known).min(fit as u8);
        }
    }
}

/// What earlier searches know of the same library.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    words: Vec<Arc<Wanted>>,
    near: Vec<Near>,
}

/// A word that was corrected, or could not be.
#[derive(Debug, Clone)]
struct Near {
    text: String,
    /// Whether only the beginning of the word was typed.
    is_beginning: bool,
    /// What it became.
    word: Option<String>,
}

impl Known {
    /// What of it helps to look for other queries.
    pub(super) fn for_queries(&self, queries: [Option<&Query>; 2]) -> Self {
        let wanted = || queries.into_iter().flatten().flat_map(Query::words);
        let near = self.near.iter().filter(|near| wanted().any(|word| word.text == near.text));
        let mut kept = Self { words: Vec::new(), near: near.cloned().collect() };
        for word in wanted().filter_map(|word| self.word(word).or_else(|| self.part_of(word))) {
            if !kept.words.iter().any(|kept| Arc::ptr_eq(kept, &word)) {
                kept.words.push(word);
            }
        }
        kept
    }

    fn word(&self, word: &Word) -> Option<Arc<Wanted>> {
        self.words.iter().find(|known| known.word == *word).cloned()
    }

    /// The looked up word that is a part of this one and leaves the fewest words to look through.
    fn part_of(&self, word: &Word) -> Option<Arc<Wanted>> {
        let parts = self.words.iter().filter(|known| known.is_part_of(word));
        parts.min_by_key(|known| known.numbers.len()).cloned()
    }

    /// What a word became, if it was corrected.
    pub(super) fn near(&self, text: &str, is_beginning: bool) -> Option<&Option<String>> {
        let mut near = self.near.iter();
        let near = near.find(|near| near.text == text && near.is_beginning == is_beginning);
        near.map(|near| &near.word)
    }

    /// Keeps what a word became.
    pub(super) fn keep_near(&mut self, text: &str, is_beginning: bool, word: Option<String>) {
        self.near.push(Near { text: text.to_owned(), is_beginning, word });
    }
}

/// Several words, looked up one after another.
#[derive(Debug)]
pub(super) struct Lookup {
    /// Those still to come, the last one first.
    words: Vec<Word>,
    current: Option<Looking>,
    found: Vec<Arc<Wanted>>,
}

impl Lookup {
    pub(super) fn new(words: impl DoubleEndedIterator<Item = Word>) -> Self {
        Self { words: words.rev().collect(), current: None, found: Vec::new() }
    }

    /// The words that are looked up, in order.
    pub(super) fn found(&self) -> &[Arc<Wanted>] {
        &self.found
    }

    /// Whether all words are looked up.
    pub(super) fn step(
        &mut self,
        haystack: &Haystack,
        known: &mut Known,
        budget: &mut Budget,
    ) -> bool {
        while budget.is_left() {
            if let Some(looking) = &mut self.current {
                if looking.step(haystack, budget) {
                    let found = self.current.take().map(|looking| Arc::new(looking.wanted));
                    known.words.extend(found.clone());
                    self.found.extend(found);
                }
            } else if let Some(word) = self.words.pop() {
                match known.word(&word) {
                    Some(found) => self.found.push(found),
                    None => self.current = Some(Looking::new(haystack, known, word)),
                }
            } else {
                return true;
            }
        }
        false
    }
}

/// A word being looked up.
#[derive(Debug)]
struct Looking {
    wanted: Wanted,
    finder: Finder<'static>,
    /// A part of the word that is looked up: only where it is the word can be.
    part: Option<Arc<Wanted>>,
    task: Task,
    /// How far the task is.
    next: usize,
}

#[derive(Debug, Clone, Copy)]
enum Task {
    /// To look through the words of the library.
    Words,
    /// To put together the rows of those that hold the word.
    Rows,
    /// For one letter, to find the rows with it.
    Letters,
}

impl Looking {
    fn new(haystack: &Haystack, known: &Known, word: Word) -> Self {
        let words = haystack.vocabulary().len();
        let part = known.part_of(&word).filter(|part| part.numbers.len() < words / NARROW_SHARE);
        let letter = if word.upper.is_empty() { own_bit(&word.text) } else { 0 };
        let wanted = Wanted {
            numbers: Vec::new(),
            fits: vec![Fit::None as u8; words],
            letter,
            best: Fit::None,
            rows: [(); 3].map(|()| Bits::with_room(haystack.len())),
            word,
        };
        let finder = Finder::new(&wanted.word.text).into_owned();
        Self { wanted, finder, part, task: Task::Words, next: 0 }
    }

    /// Whether the word is looked up.
    fn step(&mut self, haystack: &Haystack, budget: &mut Budget) -> bool {
        while budget.is_left() {
            let has_more = match self.task {
                Task::Words if self.wanted.letter != 0 => self.beginnings(haystack, budget),
                Task::Words => self.words(haystack.vocabulary(), budget),
                Task::Rows => self.rows(haystack.vocabulary(), budget),
                Task::Letters => self.letters(haystack.letters(), budget),
            };
            if has_more {
                continue;
            }
            self.next = 0;
            self.task = match self.task {
                Task::Words => Task::Rows,
                Task::Rows if self.wanted.letter != 0 => Task::Letters,
                Task::Rows | Task::Letters => {
                    let [whole, start, held] = &mut self.wanted.rows;
                    held.add(start);
                    held.add(whole);
                    return true;
                }
            };
        }
        false
    }

    /// Looks through some words; whether there may be more.
    fn words(&mut self, vocabulary: &Vocabulary, budget: &mut Budget) -> bool {
        let (word, before) = (self.wanted.word.clone(), self.wanted.numbers.len());
        let start = self.next;
        let Some(part) = &self.part else {
            self.next = (start + PORTION).min(vocabulary.len());
            let note = |number, fit| self.wanted.note(number, fit);
            vocabulary.search(&word, &self.finder, start..self.next, note);
            let arena = vocabulary.arena();
            let hits = self.wanted.numbers.len() - before;
            budget.spend((arena.start(self.next) - arena.start(start)) / 2 + hits * VISIT + 1);
            return self.next < vocabulary.len();
        };
        let numbers = part.numbers.get(start..).unwrap_or_default();
        for number in numbers.iter().take(PORTION).map(|number| *number as usize) {
            let note = |number, fit| self.wanted.note(number, fit);
            vocabulary.search(&word, &self.finder, number..number + 1, note);
        }
        budget.spend(numbers.len().min(PORTION) * 2 * VISIT + 1);
        self.next += PORTION;
        self.next < part.numbers.len()
    }

    /// Looks for the words that the only letter begins among some words; whether there may be more.
    fn beginnings(&mut self, haystack: &Haystack, budget: &mut Budget) -> bool {
        let vocabulary = haystack.vocabulary();
        let arena = vocabulary.arena();
        let letter = self.wanted.word.text.bytes().next();
        let (mut number, start) = (self.next, arena.start(self.next));
        self.next = (number + PORTION).min(vocabulary.len());
        let end = arena.start(self.next);
        let bytes = arena.bytes();
        for at in start / 64..end.div_ceil(64) {
            for place in rows_of(at, arena.starts(at)).map(|place| place as usize) {
                if place < start || place >= end || bytes.get(place).copied() != letter {
                    continue;
                }
                while arena.start(number + 1) <= place {
                    number += 1;
                }
                let is_used = u32::try_from(number)
                    .ok()
                    .filter(|number| vocabulary.rows(*number).is_some_and(|rows| rows.count() > 0));
                if let Some(number) = is_used {
                    self.wanted.note(number, arena.fit(place, place + 1));
                }
            }
        }
        budget.spend((end - start) / 2 + 1);
        self.next < vocabulary.len()
    }

    /// Adds the rows of some words; whether there may be more.
    fn rows(&mut self, vocabulary: &Vocabulary, budget: &mut Budget) -> bool {
        let Wanted { numbers, fits, rows: [whole, start, held], .. } = &mut self.wanted;
        for number in numbers.iter().skip(self.next).take(PORTION) {
            self.next += 1;
            let fit = fits.get(*number as usize).copied();
            if let Some(rows) = vocabulary.rows(*number) {
                rows.add_to(match fit {
                    Some(fit) if fit == Fit::Whole as u8 => whole,
                    Some(fit) if fit == Fit::Start as u8 => start,
                    _ => held,
                });
                budget.spend(VISIT + rows.size());
            }
            if !budget.is_left() {
                break;
            }
        }
        self.next < numbers.len()
    }

    /// Finds the only letter in some rows; whether there may be more.
    fn letters(&mut self, letters: &[u64], budget: &mut Budget) -> bool {
        let [.., held] = &mut self.wanted.rows;
        let letter = self.wanted.letter;
        let blocks = letters.chunks(64).enumerate().skip(self.next).take(PORTION);
        for (at, rows) in blocks {
            let rows = (0_u32..).zip(rows);
            let block =
                rows.fold(0, |block, (row, held)| block | u64::from(held & letter != 0) << row);
            held.add_block(at, block);
        }
        self.next += PORTION;
        budget.spend(PORTION * 64);
        self.next * 64 < letters.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_does_not_grow_when_it_is_handed_on() {
        let mut haystack = Haystack::new();
        haystack.push("electric field");
        let query = Query::parse("elc elec field");
        let mut known = Known::default();
        known.keep_near("elc", false, None);
        let mut lookup = Lookup::new(query.words().iter().cloned());
        assert!(lookup.step(&haystack, &mut known, &mut Budget::new(usize::MAX)));
        for _ in 0..50 {
            known = known.for_queries([Some(&query), Some(&query)]);
        }
        assert_eq!((known.words.len(), known.near.len()), (3, 1));
        known = known.for_queries([Some(&Query::parse("electric")), None]);
        assert_eq!((known.words.len(), known.near.len()), (1, 0));
    }
}
