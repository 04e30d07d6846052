//! The distinct words of all questions: what stands between white space, as written.
//!
//! A library repeats itself: a million questions hold some hundred thousand distinct words.
//! To look for typed letters here and then for the words' numbers in the questions gives the
//! same answer as to look through the questions' text, and it takes the same time however
//! many questions match. Invariant: entries are only added; an entry's number never changes.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::query::{Word, fold_with_case};
use super::rows::Rows;

/// How a typed word stands in a word of a question, the best first; the number is what it costs
/// in the rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Fit {
    /// It is the whole word.
    Whole,
    /// It begins the word.
    Start,
    /// It is somewhere inside.
    Inside,
    /// It is not there.
    None,
}

/// Stands after every entry of the arena; it is white space, so no word holds it.
const SEPARATOR: char = '\n';

/// One distinct word.
#[derive(Debug)]
pub(super) struct Entry {
    start: u32,
    end: u32,
    /// How many rows hold it.
    pub(super) count: u32,
    last_row: u32,
    /// Which letters it holds: see [`letter_bit`].
    pub(super) letters: u64,
    /// The rows that hold it.
    pub(super) rows: Rows,
}

/// Every distinct word, by number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<Box<str>, u32>,
    folded: String,
    /// For each byte of `folded`, whether it stands for a capital.
    upper: Vec<bool>,
    /// Where each entry ends in `folded`: the same as in `entries`, close together because
    /// every search walks it.
    ends: Vec<u32>,
    entries: Vec<Entry>,
}

impl Vocabulary {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The folded text of an entry.
    pub(super) fn text(&self, entry: &Entry) -> &str {
        self.folded.get(entry.start as usize..entry.end as usize).unwrap_or_default()
    }

    /// The folded text of the entry with this number.
    pub(super) fn text_of(&self, number: u32) -> &str {
        self.entries.get(number as usize).map_or("", |entry| self.text(entry))
    }

    /// Notes that `row` holds `word`; gives the word's number and the letters in it. `None`
    /// when four gigabytes of distinct words are full.
    pub(super) fn note(&mut self, word: &str, row: u32) -> Option<(u32, u64)> {
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => self.add(word)?,
        };
        let entry = self.entries.get_mut(number as usize)?;
        if entry.count == 0 || entry.last_row != row {
            entry.count += 1;
            entry.last_row = row;
            entry.rows.push(row);
        }
        Some((number, entry.letters))
    }

    fn add(&mut self, word: &str) -> Option<u32> {
        let (folded, upper) = fold_with_case(word);
        let number = u32::try_from(self.entries.len()).ok()?;
        let start = u32::try_from(self.folded.len()).ok()?;
        let end = u32::try_from(self.folded.len() + folded.len()).ok()?;
        self.folded.push_str(&folded);
        self.folded.push(SEPARATOR);
        self.upper.extend(upper);
        self.upper.push(false);
        self.ends.push(end);
        self.entries.push(Entry {
            start,
            end,
            count: 0,
            last_row: 0,
            letters: letters(&folded),
            rows: Rows::List(Vec::new()),
        });
        self.numbers.insert(word.into(), number);
        Some(number)
    }

    /// Gives `found` the number of every entry that holds `word`, and how; an entry that holds
    /// it more than once is given more than once.
    pub(super) fn search(&self, word: &Word, mut found: impl FnMut(u32, Fit)) {
        let mut number = 0_u32;
        let mut ends = self.ends.iter().peekable();
        for at in Finder::new(&word.text).find_iter(self.folded.as_bytes()) {
            let after = at + word.text.len();
            while ends.next_if(|end| (**end as usize) < after).is_some() {
                number += 1;
            }
            let same_case = word.upper.is_empty()
                || self.upper.get(at..after).is_some_and(|upper| upper == word.upper);
            if same_case {
                found(number, fit(&self.folded, at, after));
            }
        }
    }
}

/// How the bytes `start..end` stand among the letters around them.
pub(super) fn fit(text: &str, start: usize, end: usize) -> Fit {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    if before.is_some_and(char::is_alphanumeric) {
        return Fit::Inside;
    }
    let after = text.get(end..).and_then(|text| text.chars().next());
    if after.is_some_and(char::is_alphanumeric) { Fit::Start } else { Fit::Whole }
}

/// The bits of all letters of a folded text.
pub(super) fn letters(folded: &str) -> u64 {
    folded.chars().fold(0, |bits, letter| bits | letter_bit(letter))
}

/// One bit of 64 for a letter: `a` to `z` and `0` to `9` have their own, others share 28.
fn letter_bit(letter: char) -> u64 {
    let code = u32::from(letter);
    match letter {
        'a'..='z' => 1 << (code - u32::from('a')),
        '0'..='9' => 1 << (26 + code - u32::from('0')),
        _ => 1 << (36 + code % 28),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], typed: &str) -> Vec<(u32, Fit)> {
        let mut vocabulary = Vocabulary::default();
        for (row, word) in words.iter().enumerate() {
            vocabulary.note(word, u32::try_from(row).unwrap()).unwrap();
        }
        let query = super::super::Query::parse(typed);
        let mut found = Vec::new();
        vocabulary.search(&query.words()[0], |number, fit| found.push((number, fit)));
        found
    }

    #[test]
    fn a_word_is_found_whole_at_the_start_or_inside() {
        let words = ["during", "ring?", "rings", "string-ring"];
        assert_eq!(
            found(&words, "ring"),
            [(0, Fit::Inside), (1, Fit::Whole), (2, Fit::Start), (3, Fit::Inside), (3, Fit::Whole)]
        );
    }

    #[test]
    fn a_match_never_spans_two_words() {
        assert_eq!(found(&["ab", "cd"], "bc"), []);
    }

    #[test]
    fn a_capital_asks_for_the_same_case() {
        assert_eq!(found(&["ring", "Ring", "RING"], "Ring"), [(1, Fit::Whole)]);
        assert_eq!(found(&["ring", "Ring", "RING"], "ring").len(), 3);
    }

    #[test]
    fn a_word_twice_in_a_row_counts_once() {
        let mut vocabulary = Vocabulary::default();
        for row in 0..10_000 {
            vocabulary.note("the", row);
            vocabulary.note("the", row);
        }
        assert_eq!(vocabulary.entries()[0].count, 10_000);
    }
}
