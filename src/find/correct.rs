//! The second stage: typed words that the library does not know, put right.
//!
//! A word is known if it begins some word of the library; a known word is left alone.
//! Invariant: what comes out has as many words as what went in, in the same order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use strsim::osa_distance;

use super::query::{Query, Word};
use super::vocabulary::{Vocabulary, letters};

/// A longer word is no slip of the finger.
const LONGEST: usize = 32;

/// In a word of so many letters any change of letter makes another word: only "teh" for "the"
/// is a slip.
const SHORT: usize = 3;

/// The bits of `a` to `z` and `0` to `9`; the others may stand for punctuation.
const PLAIN: u64 = (1 << 36) - 1;

/// The query with its unknown words replaced by known ones that are spelled nearly alike, or
/// `None` if there is nothing to replace. `known` says it of each word.
pub(super) fn corrected(vocabulary: &Vocabulary, query: &Query, known: &[bool]) -> Option<Query> {
    let last = query.words().len().saturating_sub(1);
    let mut changed = false;
    let words = query.words().iter().zip(known).enumerate().map(|(at, (word, known))| {
        let prefix = query.is_open() && at == last;
        let near = if *known { None } else { nearest(vocabulary, &word.text, prefix) };
        changed |= near.is_some();
        near.map_or_else(|| word.clone(), Word::folded)
    });
    let words = words.collect();
    changed.then(|| query.with_words(words))
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

/// The word of the library nearest to `typed`, the one with the fewest slips. With `prefix` the
/// beginnings of words count as words.
fn nearest<'a>(vocabulary: &'a Vocabulary, typed: &str, prefix: bool) -> Option<&'a str> {
    let length = typed.chars().count();
    if length > LONGEST || !typed.chars().all(char::is_alphabetic) {
        return None;
    }
    let typed = Typed { text: typed, length, letters: letters(typed), prefix };
    (0..=forgiven(length)).find_map(|slips| typed.nearest(vocabulary, slips))
}

/// A typed word to be put right.
struct Typed<'t> {
    text: &'t str,
    /// In characters.
    length: usize,
    letters: u64,
    /// Whether the beginnings of words count as words.
    prefix: bool,
}

impl Typed<'_> {
    /// The word with no more than so many slips; of several the nearest in length, then the one
    /// in the most questions.
    fn nearest<'a>(&self, vocabulary: &'a Vocabulary, slips: usize) -> Option<&'a str> {
        let mut found: BTreeMap<(usize, &str), u64> = BTreeMap::new();
        for entry in vocabulary.entries() {
            if entry.count == 0 || (self.letters & !entry.letters).count_ones() as usize > slips {
                continue;
            }
            let word = vocabulary.text(entry).trim_matches(|c: char| !c.is_alphanumeric());
            if let Some(near) = self.compare(word, slips) {
                *found.entry(near).or_default() += u64::from(entry.count);
            }
        }
        let best =
            found.into_iter().min_by_key(|((off, text), count)| (*off, Reverse(*count), *text));
        best.map(|((_, text), _)| text)
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
        let few = |letters: u64| letters.count_ones() as usize <= most;
        few(self.letters & !held)
            && few(held & !self.letters & PLAIN)
            && osa_distance(self.text, text) <= slips
    }
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
        corrected(&vocabulary, &query, &known).map(|query| query.joined(" "))
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
