//! The second stage: typed words that the library does not know, put right.
//!
//! A word is known if it begins some word of the library; a known word is left alone.
//! Invariant: what comes out has as many words as what went in, in the same order.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::task::Poll;

use strsim::osa_distance;

use super::budget::Budget;
use super::lookup::Known;
use super::query::{Query, Word};
use super::rows::Rows;
use super::vocabulary::{Vocabulary, letters};

/// A longer word is no slip of the finger.
const LONGEST: usize = 32;

/// In a word of so many letters any change of letter makes another word: only "teh" for "the"
/// is a slip.
const SHORT: usize = 3;

/// So many words are looked at between two looks at the budget.
const PORTION: usize = 256;
/// What it costs to look at a word that lies anywhere, and to compare two words.
const VISIT: usize = 15;
const COMPARISON: usize = 300;

/// The bits of `a` to `z` and `0` to `9`; the others may stand for punctuation.
const PLAIN: u64 = (1 << 36) - 1;

/// Puts the unknown words of a query right, one after another.
#[derive(Debug)]
pub(super) struct Correction {
    query: Query,
    /// Which words are known.
    known: Vec<bool>,
    /// What the first words became; those that stay are `None`.
    near: Vec<Option<String>>,
    current: Option<Nearest>,
}

impl Correction {
    /// `known` says of each word whether it is to be left alone.
    pub(super) fn new(query: Query, known: Vec<bool>) -> Self {
        Self { query, known, near: Vec::new(), current: None }
    }

    /// As soon as it is known, the query with its unknown words replaced by known ones that are
    /// spelled nearly alike, or `None` if there is nothing to replace.
    pub(super) fn step(
        &mut self,
        vocabulary: &Vocabulary,
        memory: &mut Known,
        budget: &mut Budget,
    ) -> Poll<Option<Query>> {
        while budget.is_left() {
            let at = self.near.len();
            let Some(word) = self.query.words().get(at) else {
                return Poll::Ready(self.corrected());
            };
            let is_beginning = self.query.is_open() && at + 1 == self.query.words().len();
            if let Some(nearest) = &mut self.current {
                if let Poll::Ready(near) = nearest.step(vocabulary, budget) {
                    memory.keep_near(&word.text, is_beginning, near.clone());
                    self.near.push(near);
                    self.current = None;
                }
            } else if self.known.get(at) == Some(&true) {
                self.near.push(None);
            } else if let Some(near) = memory.near(&word.text, is_beginning) {
                self.near.push(near.clone());
            } else {
                self.current = Some(Nearest::new(&word.text, is_beginning));
            }
        }
        Poll::Pending
    }

    fn corrected(&self) -> Option<Query> {
        let words = self.query.words().iter().zip(&self.near);
        let words =
            words.map(|(word, near)| near.as_deref().map_or_else(|| word.clone(), Word::folded));
        let is_changed = self.near.iter().any(Option::is_some);
        is_changed.then(|| self.query.with_words(words.collect()))
    }
}

/// How many slips are forgiven in a word of so many letters. None still finds a word typed in
/// the wrong case. The one slip in a word of three letters must leave the letters the same.
fn forgiven(length: usize) -> usize {
    match length {
        0..SHORT => 0,
        SHORT..8 => 1,
        _ => 2,
    }
}

/// Looks for the word of the library nearest to a typed one: the one with the fewest slips; of
/// several the nearest in length, then the one in the most questions. With `prefix` the beginnings
/// of words count as words.
#[derive(Debug)]
struct Nearest {
    text: String,
    /// In characters.
    length: usize,
    letters: u64,
    prefix: bool,
    /// How many words of the library were sifted.
    sifted: usize,
    /// Those that hold enough of the letters for the most slips.
    sieve: Vec<u32>,
    /// How many slips are looked for now, and the place in the sieve that comes next.
    slips: usize,
    next: usize,
    /// What is near: how far the lengths are apart, the text, and in how many questions it is.
    found: BTreeMap<(usize, Box<str>), u64>,
}

impl Nearest {
    fn new(text: &str, prefix: bool) -> Self {
        Self {
            text: text.to_owned(),
            length: text.chars().count(),
            letters: letters(text),
            prefix,
            sifted: 0,
            sieve: Vec::new(),
            slips: 0,
            next: 0,
            found: BTreeMap::new(),
        }
    }

    /// As soon as it is known, the nearest word, or `None` if none is near.
    fn step(&mut self, vocabulary: &Vocabulary, budget: &mut Budget) -> Poll<Option<String>> {
        if self.length > LONGEST || !self.text.chars().all(char::is_alphabetic) {
            return Poll::Ready(None);
        }
        while budget.is_left() {
            if self.sifted < vocabulary.len() {
                self.sift(vocabulary, budget);
                continue;
            }
            if let Some(number) = self.sieve.get(self.next) {
                self.look(vocabulary, *number, budget);
                self.next += 1;
                continue;
            }
            let found = std::mem::take(&mut self.found).into_iter();
            let best = found.min_by(|((off, text), count), ((other_off, other), other_count)| {
                (off, Reverse(count), text).cmp(&(other_off, Reverse(other_count), other))
            });
            if best.is_some() || self.slips == forgiven(self.length) {
                return Poll::Ready(best.map(|((_, text), _)| text.into()));
            }
            self.slips += 1;
            self.next = 0;
        }
        Poll::Pending
    }

    /// Sifts some words of the library by their letters.
    fn sift(&mut self, vocabulary: &Vocabulary, budget: &mut Budget) {
        let most = forgiven(self.length);
        let letters = vocabulary.all_letters().iter().skip(self.sifted).take(PORTION);
        let numbers = u32::try_from(self.sifted).unwrap_or(u32::MAX)..;
        for (number, held) in numbers.zip(letters) {
            if has_at_most(most, self.letters & !held) {
                self.sieve.push(number);
            }
        }
        self.sifted += PORTION;
        budget.spend(2 * PORTION);
    }

    /// Looks at a word of the library.
    fn look(&mut self, vocabulary: &Vocabulary, number: u32, budget: &mut Budget) {
        let count = vocabulary.rows(number).map_or(0, Rows::count);
        budget.spend(VISIT);
        if count == 0 || !has_at_most(self.slips, self.letters & !vocabulary.letters(number)) {
            return;
        }
        let word = vocabulary.text(number).trim_matches(|c: char| !c.is_alphanumeric());
        budget.spend(COMPARISON);
        if let Some((off, text)) = self.compare(word, self.slips) {
            *self.found.entry((off, text.into())).or_default() += u64::from(count);
        }
    }

    /// `word`, or the beginning of it that is nearest in length, and how far the lengths are
    /// apart. `None` if there are more than `slips` slips.
    fn compare<'a>(&self, word: &'a str, slips: usize) -> Option<(usize, &'a str)> {
        let longest = self.length + slips;
        if !self.prefix {
            let near = word.chars().take(longest + 1).count().abs_diff(self.length) <= slips;
            return (near && self.is_near(word, slips)).then_some((0, word));
        }
        let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let beginnings = (1..=longest).zip(ends).skip(self.length.saturating_sub(slips + 1));
        let beginnings = beginnings
            .filter_map(|(length, end)| Some((length.abs_diff(self.length), word.get(..end)?)));
        beginnings.filter(|(_, text)| self.is_near(text, slips)).min()
    }

    fn is_near(&self, text: &str, slips: usize) -> bool {
        let held = letters(text);
        let most = if self.length > SHORT { slips } else { 0 };
        has_at_most(most, self.letters & !held)
            && has_at_most(most, held & !self.letters & PLAIN)
            && osa_distance(&self.text, text) <= slips
    }
}

/// Whether no more than so many bits are set. A few are faster taken away than counted.
fn has_at_most(most: usize, bits: u64) -> bool {
    (0..most).fold(bits, |bits, _| bits & bits.wrapping_sub(1)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correct(words: &str, typed: &str) -> Option<String> {
        let mut vocabulary = Vocabulary::default();
        for (row, word) in (0..).zip(words.split(' ')) {
            vocabulary.note(word, row);
        }
        let query = Query::parse(typed);
        let known = vec![false; query.words().len()];
        let mut correction = Correction::new(query, known);
        let mut memory = Known::default();
        let step = || correction.step(&vocabulary, &mut memory, &mut Budget::new(1));
        super::super::tests::wait_for(step).map(|query| query.joined(" "))
    }

    #[test]
    fn one_slip_in_a_word_is_forgiven() {
        for typed in ["feild ", "fild ", "fielld ", "fiald "] {
            assert_eq!(correct("ring field, shield", typed).as_deref(), Some("field"), "{typed}");
        }
    }

    #[test]
    fn two_slips_are_forgiven_only_in_a_long_word() {
        assert_eq!(correct("photosynthesis", "fotosinthesis "), None);
        assert_eq!(correct("photosynthesis", "phtosinthesis ").as_deref(), Some("photosynthesis"));
        assert_eq!(correct("field", "feidl "), None);
    }

    #[test]
    fn the_word_being_typed_is_compared_with_the_beginnings_of_words() {
        assert_eq!(correct("electricity", "elctri").as_deref(), Some("electri"));
        assert_eq!(correct("electricity", "elctri "), None);
    }

    #[test]
    fn of_two_words_as_near_the_one_in_more_questions_is_meant() {
        assert_eq!(correct("fields field? (field) fiend", "fielt ").as_deref(), Some("field"));
        assert_eq!(correct("field fiend fiend", "fiekd ").as_deref(), Some("fiend"));
        assert_eq!(correct("cane cone cone", "cune ").as_deref(), Some("cone"));
    }

    #[test]
    fn letters_the_wrong_way_round_are_put_right_in_a_short_word_too() {
        assert_eq!(correct("the ten", "teh ").as_deref(), Some("the"));
        assert_eq!(correct("the ten", "tea "), None);
    }

    #[test]
    fn numbers_and_short_words_are_never_corrected() {
        assert_eq!(correct("2023 cat", "2024 cut"), None);
    }

    #[test]
    fn a_word_in_the_wrong_case_is_found_in_any_case() {
        assert_eq!(correct("ring", "RING").as_deref(), Some("ring"));
        assert_eq!(correct("the", "THE ").as_deref(), Some("the"));
    }
}
